import { describe, expect, test } from '@jest/globals';
import type { Step } from '../../../../lib/domain/action/passage.ts';
import type { Way } from '../../../../lib/domain/action/taken.ts';
import { isBorne, setOut } from '../../../../lib/domain/action/way.ts';
import { aNode } from '../../../support/documents.ts';

const balance = (drain: boolean) => ({ do: 'balance', policyId: 'p', data: {}, drain }) as unknown as Step;
const hook = { do: 'hook', policyId: 'p' } as unknown as Step;
const stop = { do: 'stop' } as unknown as Step;
const way = (out: boolean, ...steps: readonly Step[]): Way => setOut(steps, out, aNode({}));

describe('what fails for good on the way of a node', () => {
  test.each<[string, Way | null | undefined, boolean]>([
    ['holds it up where a balancer does not take it in', way(false, balance(false)), false],
    ['holds it up where a balancer does not take it in, though it would drain', way(false, balance(true)), false],
    ['holds it up where a balancer does not let it go that is to be drained', way(true, balance(true)), false],
    ['does not where a balancer does not let it go otherwise', way(true, balance(false)), true],
    ['does not where nobody hears of it', way(false, hook), true],
    ['does not where it will not stop', way(true, stop), true],
    ['is nothing once it is through', { ...way(true, stop), at: 1 }, false],
    ['is nothing where there is no way', null, false],
    ['is nothing where there never was', undefined, false],
  ])('%s', (_, on, expected) => expect(isBorne(on)).toBe(expected));
});
