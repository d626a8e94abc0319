import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Documents, Kind } from '../../../../lib/domain/documents.ts';
import type { Fault } from '../../../../lib/domain/kernel/fault.ts';
import { judge, RELATIONS, type Relation, type Verdict } from '../../../../lib/domain/permission/judge.ts';
import { RULES, type VerbName } from '../../../../lib/domain/permission/rules.ts';
import { STANDINGS, type Standing } from '../../../../lib/domain/permission/standing.ts';
import { PROJECT } from '../../../support/documents.ts';
import { furnish, GUEST, somebody, type Things } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { REQUESTS } from '../../../support/requests.ts';

const VERBS = Object.keys(RULES) as VerbName[];
const CASES = RELATIONS.flatMap((relation) => STANDINGS.map((standing) => ({ relation, standing })));

let beginning: MemoryService;
let owners: Things;
let guests: Things;

beforeAll(async () => {
  beginning = new MemoryService();
  owners = await furnish(beginning);
  guests = await furnish(beginning, GUEST);
});

/** Asks in the project that has what is named, or in another. */
async function ask(service: MemoryService, verb: VerbName, standing: Standing, relation: Relation): Promise<Fault | undefined> {
  const own = relation === 'own';
  const asks = service.verbs[verb] as (...words: readonly unknown[]) => Promise<{ kind: 'ok' } | { kind: 'refused'; fault: Fault }>;
  const answer = await asks(somebody(own ? PROJECT : GUEST, standing), ...REQUESTS[verb](owners, own ? owners : guests));
  return answer.kind === 'refused' ? answer.fault : undefined;
}

const verdictOn = (verb: VerbName, fault: Fault | undefined): Verdict =>
  fault?.code === 'forbidden' ? 'forbidden' : fault?.code === `${RULES[verb].kind}.not-found` ? 'unknown' : 'allowed';

const KINDS: readonly Kind[] = [
  ...(['cluster', 'node', 'profile', 'policy', 'action', 'event', 'watch', 'schedule', 'receiver'] as const),
  ...(['subscription', 'letter', 'workflow', 'execution', 'orphan', 'sweep'] as const),
];
const everything = ({ store }: MemoryService): readonly Documents[Kind][] => KINDS.flatMap((kind) => store.everything(kind));

describe('every verb, by everybody, on what is their own and what is not', () => {
  test.each(VERBS)('%s', async (verb) => {
    const tried: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const { relation, standing } of CASES) {
      const service = new MemoryService(beginning.now, beginning.store.copy());
      const before = everything(service);
      const verdict = verdictOn(verb, await ask(service, verb, standing, relation));
      const touched = JSON.stringify(everything(service)) !== JSON.stringify(before);
      const wanted = judge(RULES[verb], standing, relation);
      tried[`${standing}, ${relation}`] = verdict !== 'allowed' && touched ? 'touched' : verdict;
      expected[`${standing}, ${relation}`] = wanted;
    }
    expect(tried).toEqual(expected);
  });
});

test('what has no rule nobody may', () => {
  for (const standing of STANDINGS) expect(judge(undefined, standing, 'own')).toBe('forbidden');
});
