import { describe, expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { Grouping } from '../../../../lib/app/groups/grouping.ts';
import type { DocumentStore } from '../../../../lib/ports/document-store.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { furnishGroups, GROUP_REQUESTS, MACHINES } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

/** The store to a verb that something happens to before one of its reads. */
function interrupted(store: DocumentStore, before: number, happen: () => Promise<void>) {
  let reads = 0;
  const reading = new Set(['get', 'getMany', 'list', 'find']);
  const seen = new Proxy(store, {
    get: (all, name) => {
      const method = (all as unknown as Record<string | symbol, (...asked: readonly unknown[]) => Promise<unknown>>)[name];
      return async (...asked: readonly unknown[]) => {
        if (reading.has(String(name)) && ++reads === before) await happen();
        return method?.apply(all, [...asked]);
      };
    },
  });
  return { store: seen, isOver: () => reads < before };
}

const OURS = /\b[0-9a-f]{8}-[0-9a-f]{4}-|\b(?:node|cluster|profile)s?\b/i;

/** What somebody is told whose instance, or whose group, is gone before the given read. */
async function told(verb: keyof Grouping, before: number, gone: 'instance' | 'group') {
  const service = smallService();
  const things = await furnishGroups(service, demo.projectId, 'web');
  const cluster = service.cluster();
  const happen = async () => {
    if (gone === 'group') await service.verbs.deleteCluster(demo, cluster.id, { force: true });
    else for (const id of cluster.nodes) await service.verbs.deleteNode(demo, id, { force: true });
    await service.pass(1);
    await service.pass(7_200);
  };
  const world = interrupted(service.store, before, happen);
  const groups = groupVerbs({ ...service.app, store: world.store, machines: MACHINES });
  const realm = { caller: demo, region: 'us-east-1' };
  const ask = groups[verb] as unknown as (
    ...asked: readonly unknown[]
  ) => Promise<{ readonly kind: string; readonly fault?: { readonly message: string } }>;
  const answer = await ask(realm, ...(GROUP_REQUESTS[verb] as (t: object, own: object) => readonly unknown[])(things, things));
  return { message: answer.fault?.message, isOver: world.isOver() };
}

describe('what goes between the look and the deed', () => {
  for (const gone of ['instance', 'group'] as const)
    test.each(Object.keys(GROUP_REQUESTS) as (keyof Grouping)[])(`is named as the caller of %s knows it: the ${gone}`, async (verb) => {
      for (let before = 1; ; before++) {
        const { message, isOver } = await told(verb, before, gone);
        if (message !== undefined) expect(message).not.toMatch(OURS);
        if (isOver) break;
      }
    });
});
