import { beforeAll, describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { Grouping, Realm } from '../../../../lib/app/groups/grouping.ts';
import type { Fault } from '../../../../lib/domain/kernel/fault.ts';
import { judge, RELATIONS, type Relation, type Verdict } from '../../../../lib/domain/permission/judge.ts';
import { RULES } from '../../../../lib/domain/permission/rules.ts';
import { STANDINGS, type Standing } from '../../../../lib/domain/permission/standing.ts';
import { operatorRules } from '../../../../lib/platform/operator-rules.ts';
import { PROJECT } from '../../../support/documents.ts';
import { GUEST, grantee, somebody } from '../../../support/furnished.ts';
import { furnishGroups, GROUP_REQUESTS, type GroupThings, MACHINES } from '../../../support/group-requests.ts';
import { KINDS } from '../../../support/kinds.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { type Touch, watchedStore } from '../../../support/watched-store.ts';

type GroupVerb = keyof Grouping;
const VERBS = Object.keys(GROUP_REQUESTS) as GroupVerb[];
const CASES = RELATIONS.flatMap((relation) => STANDINGS.map((standing) => ({ relation, standing })));

const beginnings = {} as Record<Relation, MemoryService>;
let owners: GroupThings;
let guests: GroupThings;
const copyOf = ({ now, store }: MemoryService) => new MemoryService(now, store.copy());

/** A grant on the cluster that a group is lets nobody at the group. */
beforeAll(async () => {
  const service = new MemoryService();
  owners = await furnishGroups(service, PROJECT, 'web');
  guests = await furnishGroups(service, GUEST, 'shop');
  for (const relation of RELATIONS) {
    beginnings[relation] = copyOf(service);
    if (relation === 'read-only' || relation === 'read-write')
      await beginnings[relation].verbs.createGrant(somebody(PROJECT), {
        objectKind: 'cluster',
        object: 'web',
        grantee: grantee(),
        access: relation,
      });
  }
});

type Asks = (realm: Realm, ...words: readonly unknown[]) => Promise<{ kind: 'ok' } | { kind: 'refused'; fault: Fault }>;

async function ask(service: MemoryService, verb: GroupVerb, standing: Standing, relation: Relation, more: object = {}): Promise<Verdict> {
  const own = relation === 'own';
  const realm = { caller: somebody(own ? PROJECT : GUEST, standing), region: 'us-east-1' };
  const verbs = groupVerbs({ ...service.app, machines: MACHINES, ...more });
  const answer = await (verbs[verb] as Asks)(realm, ...GROUP_REQUESTS[verb](owners, own ? owners : guests));
  if (answer.kind !== 'refused') return 'allowed';
  const { code } = answer.fault;
  return code === 'forbidden' ? 'forbidden' : code.endsWith('.not-found') ? 'unknown' : 'allowed';
}

const everything = ({ store }: MemoryService) => JSON.stringify(KINDS.flatMap((kind) => store.everything(kind)));

describe('every verb of groups, by everybody, on their own and on what is not', () => {
  test.each(VERBS)('%s', async (verb) => {
    const tried: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const { relation, standing } of CASES) {
      const service = copyOf(beginnings[relation]);
      const before = everything(service);
      const verdict = await ask(service, verb, standing, relation);
      tried[`${standing}, ${relation}`] = verdict !== 'allowed' && everything(service) !== before ? 'touched' : verdict;
      expected[`${standing}, ${relation}`] = judge(RULES[verb], standing, relation);
    }
    expect(tried).toEqual(expected);
  });
});

describe('nobody reads or writes anything of another project’s groups', () => {
  test.each(VERBS)('%s', async (verb) => {
    const service = copyOf(beginnings['read-write']);
    const touched: Touch[] = [];
    await ask(service, verb, 'admin', 'read-write', { store: watchedStore(service.store, touched) });
    expect(touched.filter(({ project }) => project === PROJECT)).toEqual([]);
  });
});

describe('what the operator does not allow, no verb of groups does', () => {
  test.each(VERBS)('%s', async (verb) => {
    const denying = (denial: object) => ask(copyOf(beginnings.own), verb, 'member', 'own', { decisions: operatorRules([denial]) });
    expect(await denying({ verbs: [verb] })).toBe('forbidden');
    expect(await denying({ kinds: [RULES[verb].kind] })).toBe('forbidden');
    expect(await denying({ kinds: ['workflow'] })).toBe('allowed');
  });
});
