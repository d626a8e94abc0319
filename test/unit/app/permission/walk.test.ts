import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import { monitoringVerbs } from '../../../../lib/app/metrics/monitoring-verbs.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import type { Documents, Kind } from '../../../../lib/domain/documents.ts';
import type { Fault } from '../../../../lib/domain/kernel/fault.ts';
import { ACCESSES } from '../../../../lib/domain/permission/access.ts';
import { accessesOf, isShared } from '../../../../lib/domain/permission/coverage.ts';
import { GRANTABLE } from '../../../../lib/domain/permission/grant.ts';
import { judge, RELATIONS, type Relation, type Verdict } from '../../../../lib/domain/permission/judge.ts';
import type { Rule } from '../../../../lib/domain/permission/rule.ts';
import { RULES } from '../../../../lib/domain/permission/rules.ts';
import { STANDINGS, type Standing } from '../../../../lib/domain/permission/standing.ts';
import { PROJECT } from '../../../support/documents.ts';
import { furnish, GUEST, grantee, somebody, type Things } from '../../../support/furnished.ts';
import { GROUP_REQUESTS, MACHINES } from '../../../support/group-requests.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { MONITORING_REQUESTS } from '../../../support/monitoring-requests.ts';
import { REQUESTS } from '../../../support/requests.ts';
import { type Touch, watchedStore } from '../../../support/watched-store.ts';

type VerbName = keyof Clustering;
const VERBS = Object.keys(REQUESTS) as VerbName[];
const CASES = RELATIONS.flatMap((relation) => STANDINGS.map((standing) => ({ relation, standing })));

/** What is named beside one of every kind. */
const MORE = [
  ['profile', 'spare'],
  ['policy', 'other'],
  ['receiver', 'mailbox'],
] as const;

/** The service as it is before anybody asks, by what the guests were given. */
const beginnings = {} as Record<Relation, MemoryService>;
let owners: Things;
let guests: Things;

const copyOf = ({ now, store }: MemoryService) => new MemoryService(now, store.copy());

beforeAll(async () => {
  const service = new MemoryService();
  owners = await furnish(service);
  guests = await furnish(service, GUEST);
  beginnings.own = service;
  beginnings.foreign = service;
  for (const access of ACCESSES) {
    beginnings[access] = copyOf(service);
    const all = [...GRANTABLE.map((kind) => [kind, owners[kind]] as const), ...MORE.map(([kind, name]) => [kind, owners[name]] as const)];
    for (const [objectKind, object] of all)
      await beginnings[access].verbs.createGrant(somebody(PROJECT), {
        objectKind,
        object,
        grantee: grantee(),
        access: accessesOf(objectKind).includes(access) ? access : 'read-only',
      });
  }
});

type Asks = (...words: readonly unknown[]) => Promise<{ kind: 'ok' } | { kind: 'refused'; fault: Fault }>;

/** Asks in the project that has what is named, or in another. */
async function ask(verbs: Clustering, verb: VerbName, standing: Standing, relation: Relation): Promise<Fault | undefined> {
  const own = relation === 'own';
  const answer = await (verbs[verb] as Asks)(somebody(own ? PROJECT : GUEST, standing), ...REQUESTS[verb](owners, own ? owners : guests));
  return answer.kind === 'refused' ? answer.fault : undefined;
}

const verdictOn = (verb: VerbName, fault: Fault | undefined): Verdict =>
  fault?.code === 'forbidden' ? 'forbidden' : fault?.code === `${RULES[verb].kind}.not-found` ? 'unknown' : 'allowed';

const KINDS: readonly Kind[] = [
  ...(['cluster', 'node', 'profile', 'policy', 'action', 'event', 'watch', 'schedule', 'receiver'] as const),
  ...(['subscription', 'letter', 'workflow', 'execution', 'secret', 'orphan', 'sweep', 'grant', 'share'] as const),
];
const everything = ({ store }: MemoryService): readonly Documents[Kind][] => KINDS.flatMap((kind) => store.everything(kind));

/** What no grant can be about lies to everybody as if nothing had been given. */
const wantedOf = (verb: VerbName, standing: Standing, relation: Relation): Verdict => {
  const rule: Rule = RULES[verb];
  const isPrivate = relation !== 'own' && (rule.kind === 'service' || !isShared(rule.kind));
  // Workflows are given to be looked at only.
  const given = rule.kind === 'workflow' && relation === 'read-write' ? 'read-only' : relation;
  return judge(rule, standing, isPrivate ? 'foreign' : given);
};

describe('every verb, by everybody, on what is their own, what is not, and what was given to them', () => {
  test.each(VERBS)('%s', async (verb) => {
    const tried: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const { relation, standing } of CASES) {
      const service = copyOf(beginnings[relation]);
      const before = everything(service);
      const verdict = verdictOn(verb, await ask(service.verbs, verb, standing, relation));
      const touched = JSON.stringify(everything(service)) !== JSON.stringify(before);
      tried[`${standing}, ${relation}`] = verdict !== 'allowed' && touched ? 'touched' : verdict;
      expected[`${standing}, ${relation}`] = wantedOf(verb, standing, relation);
    }
    expect(tried).toEqual(expected);
  });
});

describe('whoever was given nothing reads and writes nothing of another project', () => {
  test.each(VERBS)('%s', async (verb) => {
    const service = copyOf(beginnings.foreign);
    const touched: Touch[] = [];
    const verbs = clusteringVerbs({ ...service.app, store: watchedStore(service.store, touched) }, facts());
    await ask(verbs, verb, 'member', 'foreign');
    expect(touched.filter(({ project, kind }) => project !== GUEST && kind !== 'share')).toEqual([]);
  });
});

describe('whoever may only look writes nothing of another project', () => {
  test.each(VERBS)('%s', async (verb) => {
    const service = copyOf(beginnings['read-only']);
    const touched: Touch[] = [];
    const verbs = clusteringVerbs({ ...service.app, store: watchedStore(service.store, touched) }, facts());
    await ask(verbs, verb, 'member', 'read-only');
    expect(touched.filter(({ how, project, kind }) => how === 'wrote' && project === PROJECT && kind !== 'share')).toEqual([]);
  });
});

test('every verb has its row in the table, and a request here, or among those of groups or of metrics; and so the other way round', () => {
  const rows = Object.keys(RULES).sort();
  expect([...VERBS, ...Object.keys(GROUP_REQUESTS), ...Object.keys(MONITORING_REQUESTS)].sort()).toEqual(rows);
  const { app, verbs } = new MemoryService();
  const groups = groupVerbs({ ...app, machines: MACHINES });
  const monitoring = monitoringVerbs({ ...app, mostMetrics: 1 });
  expect([verbs, groups, monitoring].flatMap((some) => Object.keys(some)).sort()).toEqual(rows);
});

test('what has no rule nobody may', () => {
  for (const standing of STANDINGS) expect(judge(undefined, standing, 'own')).toBe('forbidden');
});
