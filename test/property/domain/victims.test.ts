import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSpared, NODE_STATUSES, type Node } from '../../../lib/domain/cluster/node.ts';
import { CRITERIA, chooseVictims } from '../../../lib/domain/cluster/victims.ts';
import { instant } from '../../../lib/domain/kernel/time.ts';
import { pickVictims } from '../../../lib/domain/policy/deletion-choice.ts';
import { aNode, idOf, T0 } from '../../support/documents.ts';

const suspended = { since: T0, was: { status: 'ACTIVE', statusReason: '' } } as const;
const aMember = fc.record({
  status: fc.constantFrom(...NODE_STATUSES),
  tainted: fc.boolean(),
  protected: fc.constantFrom(true, false, undefined),
  suspended: fc.constantFrom(suspended, null, undefined),
  zone: fc.constantFrom('a', 'b', 'c'),
  age: fc.option(fc.nat(1_000)),
});
const someMembers = fc.array(aMember, { maxLength: 12 }).map((all) =>
  all.map(({ zone, age, ...own }, index): Node => {
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    return {
      ...aNode({ id: idOf(`n${index}`), index }),
      ...given,
      data: { placement: { zone } },
      createdAt: age === null ? null : instant(T0 + age),
    };
  }),
);
const aPlan = fc.record({
  count: fc.nat(15),
  zones: fc.option(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(5)), { nil: undefined }),
});

describe('whoever has to go when nobody is named', () => {
  test('is never protected nor suspended, and all others may be', () => {
    fc.assert(
      fc.property(someMembers, aPlan, fc.constantFrom(...CRITERIA), fc.string(), (members, plan, criterion, seed) => {
        const free = members.filter((node) => !isSpared(node)).map(({ id }) => id);
        for (const chosen of [chooseVictims(members, plan.count, seed, criterion), pickVictims(members, plan, seed, criterion)]) {
          expect(chosen.filter((id) => !free.includes(id))).toEqual([]);
          expect(new Set(chosen).size).toBe(chosen.length);
          expect(chosen).toHaveLength(Math.min(plan.count, free.length));
        }
      }),
      { numRuns: 500 },
    );
  });
});
