import type { Node } from '../../domain/cluster/node.ts';
import { nodeName } from '../../domain/cluster/node-name.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { permanent, type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { validateProfileSpec } from '../../domain/profile/validate-spec.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import type { Adopt } from './adopting.ts';
import { newNode } from './new-node.ts';

/** Makes a node, and a profile that describes it, of a resource somebody else created. The resource itself is left as it is. */
export const adoptNode =
  (app: App): Clustering['adoptNode'] =>
  async (caller, request) => {
    const found = await inspect(app, request);
    if (found.kind === 'refused') return found;
    const taken = (await app.store.list('node', caller.projectId)).items.find(
      (n) => n.physicalId === found.physicalId && n.profileType === request.type,
    );
    if (taken) return refused('node.adopted', `The resource '${request.identity}' is the node '${taken.name}' already.`);
    if (await isSomebodyElses(app, request.type, found.physicalId))
      return refused('node.adopted', `The resource '${request.identity}' is a node of another project already.`);

    const { node, profile } = adopteeOf(app, caller, request, found);
    await untilCommitted(() =>
      app.store.commit([
        { put: 'profile', doc: profile },
        { put: 'node', doc: node },
      ]),
    );
    return { kind: 'ok', node, profileName: profile.name };
  };

async function isSomebodyElses({ store }: App, type: string, physicalId: string): Promise<boolean> {
  const ref = await store.findByPhysicalId(physicalId);
  const node = ref && (await store.get('node', ref));
  return node !== undefined && node.physicalId === physicalId && node.profileType === type;
}

/** The node that somebody gets for a resource, and the profile that describes it. Neither is stored. */
export function adopteeOf(
  app: App,
  { userId: user, projectId: project }: Principal,
  request: Pick<Adopt, 'name' | 'role' | 'metadata' | 'type'>,
  found: Inspected,
): { readonly node: Node; readonly profile: Profile } {
  const now = app.clock.now();
  const id = newId(app);
  const name = request.name ?? nodeName(undefined, 0, id);
  const profile: Profile = {
    id: newId(app),
    project,
    user,
    domain: null,
    name: `prof-${name}`,
    type: request.type,
    spec: found.spec,
    metadata: {},
    createdAt: now,
    updatedAt: null,
    version: 0,
  };
  const node: Node = {
    ...newNode(id, name, { userId: user, projectId: project }, profile, now),
    role: request.role ?? '',
    metadata: request.metadata ?? {},
    physicalId: found.physicalId,
    memory: found.memory,
    status: 'ACTIVE',
    statusReason: 'Node adopted successfully',
    createdAt: now,
  };
  return { node, profile };
}

/** What adopting would make, making nothing. */
export const previewAdoption =
  (app: App): Clustering['previewAdoption'] =>
  async (_, request) => {
    const found = await inspect(app, { ...request, snapshot: false });
    return found.kind === 'refused' ? found : { kind: 'ok', type: request.type, properties: found.properties };
  };

export type Inspected = {
  readonly kind: 'ok';
  readonly physicalId: string;
  readonly memory: JsonObject;
  readonly properties: JsonObject;
  readonly spec: JsonObject;
};

/** What a cloud has under an id, as a profile would ask for it. @param token of a resource of ours that no node has any more */
export async function inspect(app: App, { identity, type, overrides = {} }: Adopt, token?: string): Promise<Inspected | Refusal> {
  const definition = app.profileTypes.get(type);
  if (!definition) return refused('reference.not-found', `The profile_type '${type}' could not be found.`);
  const driver = app.drivers(type);
  if (!driver) return refused('driver.none', `No driver is configured for profile type '${type}'.`);
  const answer = await driver.inspect(identity, token);
  if (answer.kind === 'fault')
    return { kind: 'refused', fault: permanent('node.adopt', `The resource '${identity}' cannot be adopted: ${answer.fault.message}`) };

  const properties = { ...answer.properties, ...overrides };
  const spec = { type: definition.name, version: definition.version, properties };
  const read = validateProfileSpec(spec, app.profileTypes);
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  return { kind: 'ok', physicalId: answer.physicalId, memory: answer.memory, properties, spec };
}
