import { describe, expect, test } from '@jest/globals';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { takesGrantsAlong } from '../../../../lib/app/grants/takes-grants-along.ts';
import { withCommit } from '../../../../lib/app/with-commit.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import type { Write } from '../../../../lib/domain/documents.ts';
import type { Grantable } from '../../../../lib/domain/permission/grant.ts';
import { Killed } from '../../../../lib/simulator/death.ts';
import { PROJECT } from '../../../support/documents.ts';
import { furnish, grantee, somebody, type Things } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const owner = somebody(PROJECT);

type Deletion = readonly [Grantable, string, (t: Things) => string, (verbs: Clustering, t: Things) => Promise<object>];
const DELETIONS: readonly Deletion[] = [
  ['profile', 'profile', (t) => t.spare, (verbs, t) => verbs.deleteProfile(owner, t.spare)],
  ['policy', 'policy', (t) => t.other, (verbs, t) => verbs.deletePolicy(owner, t.other)],
  ['schedule', 'schedule', (t) => t.schedule, (verbs, t) => verbs.deleteSchedule(owner, t.schedule)],
  ['receiver', 'webhook', (t) => t.receiver, (verbs, t) => verbs.deleteReceiver(owner, t.receiver)],
  ['receiver', 'mailbox', (t) => t.mailbox, (verbs, t) => verbs.deleteReceiver(owner, t.mailbox)],
  ['subscription', 'subscription', (t) => t.subscription, (verbs, t) => verbs.deleteSubscription(owner, t.subscription)],
  ['workflow', 'workflow', (t) => t.workflow, (verbs, t) => verbs.deleteWorkflow(owner, t.workflow)],
];

const give = (verbs: Clustering, objectKind: Grantable, object: string, to: string) =>
  verbs.createGrant(owner, { objectKind, object, grantee: grantee(to), access: 'read-only' });

async function furnished(kind: Grantable, thing: (t: Things) => string, grants: number) {
  const service = new MemoryService();
  const things = await furnish(service, PROJECT, true);
  for (let i = 0; i < grants; i++) expect(await give(service.verbs, kind, thing(things), `guest-${i}`)).toMatchObject({ kind: 'ok' });
  return { service, things, id: thing(things) };
}

/** The verbs of a worker to whom something happens at its commits. */
const disturbed = (
  { app, store: table }: MemoryService,
  at: (n: number, commit: () => Promise<'committed' | 'stale'>) => Promise<'committed' | 'stale'>,
): Clustering => {
  let n = 0;
  const store = withCommit(table, (writes: readonly Write[]) => at(++n, () => table.commit(writes)));
  return clusteringVerbs({ ...app, store: takesGrantsAlong(store) }, facts());
};

function left({ store }: MemoryService, kind: Grantable, id: string) {
  const on = (docs: readonly { readonly objectId: string }[]) => docs.filter(({ objectId }) => objectId === id).length;
  return {
    thing: store.everything(kind).some((doc) => doc.id === id),
    grants: on(store.everything('grant')),
    shares: on(store.everything('share')),
  };
}
const NOTHING = { thing: false, grants: 0, shares: 0 };

describe.each(DELETIONS)('of a %s, deleted as a %s,', (kind, _, thing, remove) => {
  test.each([2, 60])('%s grants go with it, wherever its deleter dies', async (grants) => {
    for (let at = 1, died = true; died; at++) {
      for (const isAfter of [false, true]) {
        const { service, things, id } = await furnished(kind, thing, grants);
        died = false;
        const verbs = disturbed(service, async (n, commit) => {
          if (n !== at) return commit();
          died = true;
          if (isAfter) await commit();
          throw new Killed();
        });
        await remove(verbs, things).catch((error) => expect(error).toBeInstanceOf(Killed));
        const what = left(service, kind, id);
        if (!what.thing) expect(what).toEqual(NOTHING);
        expect(what.shares).toBe(what.grants);
        await remove(service.verbs, things);
        expect(left(service, kind, id)).toEqual(NOTHING);
      }
    }
  });

  test('one that is given as it goes goes too, or is refused', async () => {
    for (let at = 1, given = true; given; at++) {
      const { service, things, id } = await furnished(kind, thing, 1);
      given = false;
      const verbs = disturbed(service, async (n, commit) => {
        if (n === at) {
          given = true;
          await give(service.verbs, kind, id, 'late');
        }
        return commit();
      });
      await remove(verbs, things);
      expect(left(service, kind, id)).toEqual(NOTHING);
    }
  });
});
