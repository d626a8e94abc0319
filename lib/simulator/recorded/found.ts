import type { Write } from '../../domain/documents.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { demo, idNamed, T0 } from '../tenants.ts';
import type { World } from '../world.ts';
import type { Cast } from './cast.ts';
import type { Recording } from './recording.ts';

/** What the cluster of a recording is called here. */
export const CLUSTER = 'recorded';

/** How it is made: its bounds may be others by now, and hold back nobody who came in before. */
export const clusterOf = ({ min, max, timeout }: Recording, members: number) => ({
  name: CLUSTER,
  profile: 'profile-1',
  desiredCapacity: members,
  minSize: Math.min(min, members),
  maxSize: max < 0 ? max : Math.max(max, members),
  timeout,
});

/** Undisturbed: the cluster as it was at first, with the profiles and policies that anything is about. */
export async function found(world: World, recording: Recording, { ids }: Cast): Promise<void> {
  const { profiles, policies, members } = recording;
  await world.found();
  const docs: Write[] = [
    ...Array.from({ length: profiles }, (_, i) => ({ put: 'profile', doc: profileOf(`profile-${i + 1}`) }) as const),
    ...Object.entries(policies).map(([name, { spec }]) => ({ put: 'policy', doc: policyOf(name, spec) }) as const),
  ];
  await world.store.commit(docs);
  world.ledger.forget(world.store);
  for (const { doc } of docs) if ('name' in doc) ids.set(doc.name, doc.id);
  if (members === null) return;

  world.chance.hold(true);
  world.turns.undisturbed = true;
  await world.settle([(verbs) => verbs.createCluster(demo, clusterOf(recording, members))]);
  for (const [name, { attached }] of Object.entries(policies))
    if (attached) await world.settle([(verbs) => verbs.attachPolicy(demo, CLUSTER, { policy: name, enabled: true })]);
  const made = world.store.everything('cluster').find(({ name }) => name === CLUSTER);
  if (made) ids.set('cluster', made.id);
  made?.nodes.forEach((id, i) => {
    ids.set(`node-${i + 1}`, id);
  });
  world.log.length = 0;
  world.turns.begin();
  world.chance.hold(false);
}

const ours = { project: demo.projectId, user: demo.userId, domain: null, createdAt: T0, updatedAt: null, version: 0 };

/** What it was made of is nobody's business here; that it was another is. */
const profileOf = (name: string): Profile => ({
  ...ours,
  id: idNamed(name),
  name,
  type: 'fake.node-1.0',
  spec: { type: 'fake.node', version: '1.0', properties: { metadata: { of: name } } },
  metadata: {},
});

const policyOf = (name: string, spec: JsonObject): Policy => ({
  ...ours,
  id: idNamed(`recorded ${name}`),
  name,
  type: `${String(spec.type)}-${String(spec.version)}`,
  spec,
  data: {},
});
