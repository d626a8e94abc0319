import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { Caller, type Shown } from '../support/caller.ts';
import { logIn } from '../support/log-in.ts';

/** Stands in everything that is another project's, and in no request: no answer to somebody else may have it. */
export const CANARY = 'canary-d41d8cd9';
const LISTS: Readonly<Record<string, string>> = {
  cluster: 'clusters',
  node: 'nodes',
  profile: 'profiles',
  policy: 'policies',
  receiver: 'receivers',
  schedule: 'schedules',
  workflow: 'workflows',
  subscription: 'subscriptions',
  action: 'actions',
  event: 'events',
};
/** In the order in which nothing is held by what comes later. */
const DISPOSABLE = ['subscription', 'schedule', 'receiver', 'cluster', 'node', 'workflow', 'policy', 'profile'];
/** So many are asked for, by whoever can. The other project has one more of each, of which nobody is told. */
const OF_EACH = 3;
const MOST = 30;

type Project = 'demo' | 'alt';
type Known = Readonly<Record<string, readonly Shown[]>>;

export type World = {
  readonly tokens: Readonly<Record<'demo' | 'reader' | 'admin' | 'alt', string>>;
  /** Puts in what stands in `{{}}`. */
  readonly filled: (text: string) => string;
  /** Ids of the other project that no request has. */
  readonly secrets: () => readonly string[];
  /** Takes away what has become too much, and brings back what is gone. */
  readonly tidy: () => Promise<void>;
};

/** Two projects with a few of everything in them. @param base a running service with nobody else in it */
export async function makeWorld(base: string, password: string): Promise<World> {
  const login = (user: string, project = user) => ({ user, project, password });
  const callers: Record<Project, Caller> = { demo: new Caller(base, login('demo'), '1.15'), alt: new Caller(base, login('alt'), '1.15') };
  const [demo, reader, admin, alt] = await Promise.all(
    [login('demo'), login('reader', 'demo'), login('admin'), login('alt')].map((one) => logIn(base, one)),
  );
  const known: Record<Project, Known> = { demo: {}, alt: {} };
  let user = '';

  async function furnish(project: Project): Promise<void> {
    const caller = callers[project];
    const [mark, many] = project === 'alt' ? [CANARY, OF_EACH + 1] : ['ours', OF_EACH];
    for (const [kind, list] of Object.entries(LISTS)) {
      const there = (await caller.list(`/v1/${list}?limit=${many}`)) as readonly (Shown & { readonly user?: string })[];
      if (kind === 'profile') user = there[0]?.user ?? user;
      const wanted = kind === 'action' || kind === 'event' ? 0 : many - there.length;
      for (let i = 0; i < wanted; i++) await make(caller, kind, `${project}-${kind}-${there.length + i}`, mark);
      known[project] = { ...known[project], [kind]: await caller.list(`/v1/${list}?limit=20`) };
    }
  }

  async function tidy(): Promise<void> {
    for (const kind of DISPOSABLE) {
      const there = await callers.demo.list(`/v1/${LISTS[kind]}`);
      if (there.length <= MOST) continue;
      const gone = there
        .slice(OF_EACH)
        .map(({ id }) =>
          callers.demo.ask('DELETE', `/v1/${LISTS[kind]}/${id}`, ['cluster', 'node'].includes(kind) ? { force: true } : undefined),
        );
      await Promise.all(gone);
    }
    await furnish('demo');
  }

  await furnish('demo');
  await furnish('alt');
  const filled = (text: string): string =>
    text
      .replaceAll('{{user}}', user)
      .replace(/\{\{(demo|alt)\.(\w+)\.(\d)\.(id|name|short)\}\}/g, (_, project: Project, kind: string, place: string, part: string) => {
        const one = known[project][kind]?.[Number(place)];
        if (!one) return 'nobody';
        return part === 'short' ? one.id.slice(0, 8) : part === 'name' ? (one.name ?? 'nobody') : one.id;
      });
  return {
    tokens: { demo: demo ?? '', reader: reader ?? '', admin: admin ?? '', alt: alt ?? '' },
    filled,
    secrets: () => Object.values(known.alt).flatMap((some) => some.slice(OF_EACH).map(({ id }) => id)),
    tidy,
  };
}

const FAKE: JsonObject = { type: 'fake.node', version: '1.0', properties: {} };
const SCALING: JsonObject = {
  type: 'senlin.policy.scaling',
  version: '1.0',
  properties: { event: 'CLUSTER_SCALE_IN', adjustment: { type: 'CHANGE_IN_CAPACITY', number: 1 } },
};
/** A name that is never answered for. */
const NOWHERE = { type: 'webhook', url: 'https://nobody.invalid/' };

async function make(caller: Caller, kind: string, name: string, mark: string): Promise<void> {
  const metadata = { mark };
  const cluster = async () => (await caller.list('/v1/clusters?limit=1'))[0]?.id ?? '';
  const profile = async () =>
    (await caller.list('/v1/profiles?type=fake.node-1.0&limit=1'))[0]?.id ??
    (await made('profiles', 'profile', { name: 'fake', spec: FAKE, metadata })).id;
  const made = (list: string, key: string, body: JsonObject) => caller.make(`/v1/${list}`, { [key]: body });
  if (kind === 'cluster')
    await caller.ask('POST', '/v1/clusters', { cluster: { name, profile_id: await profile(), desired_capacity: 1, metadata } });
  if (kind === 'node') await caller.ask('POST', '/v1/nodes', { node: { name, profile_id: await profile(), metadata } });
  if (kind === 'profile') await made('profiles', 'profile', { name, spec: FAKE, metadata });
  if (kind === 'policy') await made('policies', 'policy', { name, spec: SCALING });
  if (kind === 'receiver')
    await made('receivers', 'receiver', { name, type: 'webhook', cluster_id: await cluster(), action: 'CLUSTER_CHECK' });
  if (kind === 'schedule') await made('schedules', 'schedule', { name, target: await cluster(), action: 'CLUSTER_CHECK', cron: '@yearly' });
  if (kind === 'workflow')
    await made('workflows', 'workflow', { name, backend: 'local', definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } });
  if (kind === 'subscription') await made('subscriptions', 'subscription', { name, target: NOWHERE });
}
