import { nodeName } from '../../domain/cluster/node-name.ts';
import { permanent, type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { validateProfileSpec } from '../../domain/profile/validate-spec.ts';
import { type App, newId } from '../app.ts';
import type { Adopt, Clustering } from '../clustering.ts';
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

    const now = app.clock.now();
    const id = newId(app);
    const name = request.name ?? nodeName(undefined, 0, id);
    const { userId: user, projectId: project } = caller;
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
    const node = {
      ...newNode(id, name, caller, profile, now),
      role: request.role ?? '',
      metadata: request.metadata ?? {},
      physicalId: found.physicalId,
      memory: found.memory,
      status: 'ACTIVE',
      statusReason: 'Node adopted successfully',
      createdAt: now,
    } as const;
    await app.store.commit([
      { put: 'profile', doc: profile },
      { put: 'node', doc: node },
    ]);
    return { kind: 'ok', node, profileName: profile.name };
  };

/** What adopting would make, making nothing. */
export const previewAdoption =
  (app: App): Clustering['previewAdoption'] =>
  async (_, request) => {
    const found = await inspect(app, { ...request, snapshot: false });
    return found.kind === 'refused' ? found : { kind: 'ok', type: request.type, properties: found.properties };
  };

type Inspected = {
  readonly kind: 'ok';
  readonly physicalId: string;
  readonly memory: JsonObject;
  readonly properties: JsonObject;
  readonly spec: JsonObject;
};

async function inspect(app: App, { identity, type, overrides = {} }: Adopt): Promise<Inspected | Refusal> {
  const definition = app.profileTypes.get(type);
  if (!definition) return refused('reference.not-found', `The profile_type '${type}' could not be found.`);
  const driver = app.drivers(type);
  if (!driver) return refused('driver.none', `No driver is configured for profile type '${type}'.`);
  const answer = await driver.inspect(identity);
  if (answer.kind === 'fault')
    return { kind: 'refused', fault: permanent('node.adopt', `The resource '${identity}' cannot be adopted: ${answer.fault.message}`) };

  const properties = { ...answer.properties, ...overrides };
  const spec = { type: definition.name, version: definition.version, properties };
  const read = validateProfileSpec(spec, app.profileTypes);
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  return { kind: 'ok', physicalId: answer.physicalId, memory: answer.memory, properties, spec };
}
