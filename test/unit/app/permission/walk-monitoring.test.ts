import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Realm } from '../../../../lib/app/groups/grouping.ts';
import type { Monitoring } from '../../../../lib/app/metrics/monitoring.ts';
import { monitoringVerbs } from '../../../../lib/app/metrics/monitoring-verbs.ts';
import type { Fault } from '../../../../lib/domain/kernel/fault.ts';
import { judge, type Verdict } from '../../../../lib/domain/permission/judge.ts';
import { RULES } from '../../../../lib/domain/permission/rules.ts';
import { STANDINGS, type Standing } from '../../../../lib/domain/permission/standing.ts';
import { operatorRules } from '../../../../lib/platform/operator-rules.ts';
import { PROJECT } from '../../../support/documents.ts';
import { GUEST, somebody } from '../../../support/furnished.ts';
import { KINDS } from '../../../support/kinds.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { furnishMonitoring, MONITORING_REQUESTS } from '../../../support/monitoring-requests.ts';
import { type Touch, watchedStore } from '../../../support/watched-store.ts';

type Verb = keyof Monitoring;
const VERBS = Object.keys(MONITORING_REQUESTS) as Verb[];
const CASES = (['own', 'foreign'] as const).flatMap((relation) => STANDINGS.map((standing) => ({ relation, standing })));

let beginning: MemoryService;
const copyOf = ({ now, store }: MemoryService) => new MemoryService(now, store.copy());

beforeAll(async () => {
  beginning = new MemoryService();
  for (const project of [PROJECT, GUEST]) await furnishMonitoring(beginning, project);
});

type Asks = (realm: Realm, ...words: readonly unknown[]) => Promise<{ kind: 'ok' } | { kind: 'refused'; fault: Fault }>;

/** Of the owner's alarm, by its name; what names none is asked of the caller's own project. */
async function ask(service: MemoryService, verb: Verb, standing: Standing, own: boolean, more: object = {}): Promise<Verdict> {
  const realm = { caller: somebody(own ? PROJECT : GUEST, standing), region: 'us-east-1' };
  const verbs = monitoringVerbs({ ...service.app, mostMetrics: 10, ...more });
  const answer = await (verbs[verb] as Asks)(realm, ...MONITORING_REQUESTS[verb](`busy-${PROJECT}`));
  if (answer.kind !== 'refused') return 'allowed';
  const { code } = answer.fault;
  return code === 'forbidden' ? 'forbidden' : code.endsWith('.not-found') ? 'unknown' : 'allowed';
}

const everything = ({ store }: MemoryService) =>
  JSON.stringify(KINDS.flatMap((kind) => store.everything(kind).filter(({ project }) => project === PROJECT)));

describe('every verb of metrics, by everybody, on their own and on what is not', () => {
  test.each(VERBS)('%s', async (verb) => {
    const tried: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const { relation, standing } of CASES) {
      const service = copyOf(beginning);
      const before = everything(service);
      const verdict = await ask(service, verb, standing, relation === 'own');
      const touched = everything(service) !== before && (relation !== 'own' || verdict !== 'allowed');
      tried[`${standing}, ${relation}`] = touched ? 'touched' : verdict;
      expected[`${standing}, ${relation}`] = judge(RULES[verb], standing, relation);
    }
    expect(tried).toEqual(expected);
  });
});

describe('nobody reads or writes anything of another project’s metrics', () => {
  test.each(VERBS)('%s', async (verb) => {
    const service = copyOf(beginning);
    const touched: Touch[] = [];
    await ask(service, verb, 'admin', false, { store: watchedStore(service.store, touched) });
    expect(touched.filter(({ project }) => project === PROJECT)).toEqual([]);
  });
});

describe('what the operator does not allow, no verb of metrics does', () => {
  test.each(VERBS)('%s', async (verb) => {
    const denying = (denial: object) => ask(copyOf(beginning), verb, 'member', true, { decisions: operatorRules([denial]) });
    expect(await denying({ verbs: [verb] })).toBe('forbidden');
    expect(await denying({ kinds: [RULES[verb].kind] })).toBe('forbidden');
    expect(await denying({ kinds: ['workflow'] })).toBe('allowed');
  });
});
