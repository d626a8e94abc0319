import type { App } from '../../lib/app/app.ts';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { arranging } from '../../lib/app/engine/arrange.ts';
import { ringAlarms } from '../../lib/app/engine/ring-alarms.ts';
import { stepAction } from '../../lib/app/engine/step-action.ts';
import { tendRefresh } from '../../lib/app/groups/tend-refresh.ts';
import type { Action } from '../../lib/domain/action/action.ts';
import type { Cluster } from '../../lib/domain/cluster/cluster.ts';
import type { Node } from '../../lib/domain/cluster/node.ts';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { after, type Instant, seconds } from '../../lib/domain/kernel/time.ts';
import { fakeCloud } from '../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { fakeGroups } from '../../lib/drivers/fake/groups.ts';
import { jsonPath } from '../../lib/platform/json-path.ts';
import type { Nudge } from '../../lib/ports/nudges.ts';
import { demo } from '../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { T0 } from './documents.ts';
import { memoryApp } from './memory-app.ts';

/** The whole service in memory with nobody to disturb it: messages are delivered when `settle` says so, and time passes when `pass` does. */
export function smallService(more: Partial<App> = {}) {
  const store = new MemoryDocumentStore();
  let now = T0;
  const clock = { now: () => now };
  const cloud = fakeCloud();
  const driver = fakeDriver({ clock, cloud });
  const waiting: { readonly nudge: Nudge; readonly at: Instant }[] = [];
  const nudges = {
    send: async (some: readonly Nudge[], delay = seconds(0)) =>
      void waiting.push(...some.map((nudge) => ({ nudge, at: after(now, delay) }))),
  };
  const app: App = memoryApp({
    store,
    drivers: () => driver,
    clock,
    nudges,
    services: arranging(() => fakeGroups(cloud)),
    ...more,
  });
  const verbs = clusteringVerbs(app, { paths: jsonPath, shapeNode: () => ({}), host: 'here' });
  const settle = async () => {
    for (;;) {
      const next = waiting.findIndex(({ at }) => at <= now);
      const [letter] = next < 0 ? [] : waiting.splice(next, 1);
      if (!letter) return;
      if (!('kind' in letter.nudge)) await nudges.send(await stepAction(app, letter.nudge));
      else if (letter.nudge.kind === 'refresh') await tendRefresh(app, letter.nudge);
    }
  };
  /** Time passes, alarms ring, and what they wake is done. */
  const pass = async (time: number) => {
    now = after(now, seconds(time));
    await ringAlarms({ store, clock, nudges });
    await settle();
  };
  const asked = async <T extends object>(
    answer: Promise<{ readonly kind: 'refused'; readonly fault: { readonly message: string } } | T>,
  ) => {
    const got = await answer;
    if ('fault' in got) throw new Error(got.fault.message);
    return got as T;
  };
  /** A request that must be accepted; the action once nothing more happens by itself. */
  const done = async (answer: Promise<unknown>): Promise<Action> => {
    const { actionId } = (await asked(answer as Promise<{ readonly actionId: string }>)) as { readonly actionId: string };
    await settle();
    return action(actionId);
  };
  const action = (id: string): Action => store.everything('action').find((a) => a.id === id) as Action;
  const cluster = (name = 'web'): Cluster => store.everything('cluster').find((c) => c.name === name) as Cluster;
  const members = (name = 'web'): readonly Node[] => store.everything('node').filter((n) => n.clusterId === cluster(name).id);

  return {
    app,
    store,
    cloud,
    verbs,
    settle,
    pass,
    done,
    action,
    cluster,
    members,
    now: clock.now,
    /** A profile `small` and a cluster `web` of it. */
    async found(size = 3, type = 'fake.node-1.0', properties: JsonObject = {}) {
      const [name = '', version = ''] = type.split(/-(?=[^-]*$)/);
      await asked(verbs.createProfile(demo, { name: 'small', spec: { type: name, version, properties } }));
      await done(
        verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: size, config: { 'node.name.format': 'node-$I' } }),
      );
    },
    /** Makes a policy and attaches it. @param type `name-version` */
    async attach(type: string, properties: JsonObject, to = 'web', name = `${type} ${store.everything('policy').length}`) {
      const [kind = '', version = ''] = type.split(/-(?=[^-]*$)/);
      await asked(verbs.createPolicy(demo, { name, spec: { type: kind, version, properties } }));
      return done(verbs.attachPolicy(demo, to, { policy: name, enabled: true }));
    },
  };
}
