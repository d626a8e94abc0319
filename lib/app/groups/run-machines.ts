import type { Node } from '../../domain/cluster/node.ts';
import { instanceIdOf } from '../../domain/group/instance-id.ts';
import { type Machine, USUAL_TYPE } from '../../domain/group/machine-catalogue.ts';
import { resourceDigits } from '../../domain/group/resource-digits.ts';
import { runData } from '../../domain/group/run.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { bornAt, childId } from '../../domain/kernel/ids.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { holding } from '../../domain/permission/holding.ts';
import { newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { deleteNode } from '../nodes/act-on-node.ts';
import { creationOf, newNode } from '../nodes/new-node.ts';
import { once } from '../requests/once.ts';
import { scopedStore } from '../requests/scoped-store.ts';
import { beginUse } from '../uses/begin-use.ts';
import type { Answer } from '../verb.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { inTemplate } from './launch-by-template.ts';
import { machineProfile } from './machine-profile.ts';
import { listMachines } from './see-machines.ts';
import type { MachineRun } from './seeing-machines.ts';

/**
 * Nodes of no cluster, as many as there is room for between the least and the most that are asked for: with fewer there are none. Under a token it is done once, and
 * whoever died over it is finished by the request that comes again.
 */
export const runMachines =
  (app: GroupApp): Grouping['runMachines'] =>
  async (realm, run) => {
    const ran = await runOnce(app, realm, run);
    if (ran.kind === 'refused') return ran;
    const listed = await listMachines(app)(realm, ran.instanceIds);
    if (listed.kind === 'refused') return listed;
    const order = (id: string) => ran.instanceIds.indexOf(id);
    return { kind: 'ok', machines: [...listed.machines].sort((a, b) => order(a.instanceId) - order(b.instanceId)) };
  };

type Ran = Answer<{ readonly instanceIds: readonly string[] }>;

async function runOnce(app: GroupApp, realm: Realm, run: MachineRun): Promise<Ran> {
  const { token } = run;
  if (token === undefined) return launch(app, realm, run, { parent: newId(app), at: app.clock.now() });
  const { projectId: project, userId: user } = realm.caller;
  // With a space, which no key has that a client of another dialect sends.
  const key = `RunInstances ${realm.region} ${token}`;
  const { digest } = app.reception;
  const parent = digest(JSON.stringify([project, user, key]));
  const kept = await once({ ...app, digest }, { project, user, key, content: JSON.stringify(run) }, async (scope) => {
    const at = scope.record?.begunAt ?? app.clock.now();
    return JSON.stringify(await launch({ ...app, store: scopedStore(app.store, scope) }, realm, run, { parent, at }));
  });
  if (kept.kind === 'refused') return kept.fault.code === 'idempotency.mismatch' ? MISMATCH : kept;
  if (kept.kind !== 'recall') return JSON.parse(kept.answer) as Ran;
  const first = kept.effects.find(({ kind, made }) => kind === 'node' && made);
  return launch(app, realm, run, { parent, at: first ? bornAt(first.id) : app.clock.now() });
}

/** From which the ids of all its nodes follow. */
type Origin = { readonly parent: string; readonly at: Instant };

const MISMATCH = refused(
  'machine.token',
  'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
);

/** Who is already there is not made again. */
async function launch(app: GroupApp, realm: Realm, run: MachineRun, origin: Origin): Promise<Ran> {
  const instanceIds: string[] = [];
  const nodes: string[] = [];
  for (let index = 0; index < run.most; index++) {
    const one = await launchOne(app, realm, run, origin, index);
    if (one.kind === 'refused') {
      if (one.fault.code === 'quota.exceeded' && index >= run.least) break;
      for (const id of nodes) await deleteNode(app)(realm.caller, id, { force: true });
      return one;
    }
    nodes.push(one.node.id);
    instanceIds.push(one.instanceId);
  }
  return { kind: 'ok', instanceIds };
}

type Launched = { readonly kind: 'ok'; readonly node: Node; readonly instanceId: string };

const launchOne = (app: GroupApp, realm: Realm, run: MachineRun, { parent, at }: Origin, index: number): Promise<Launched | Refusal> =>
  untilCommitted<Launched | Refusal>(async () => {
    const { caller } = realm;
    const id = childId(parent, 'run', index, at);
    const before = await app.store.get('node', { project: caller.projectId, id });
    if (before) return { kind: 'ok', node: before, instanceId: instanceIdOf(before) };
    const meant = await meantBy(app, realm, run);
    if (meant.kind === 'refused') return meant;
    const made = await machineProfile(app, realm, meant.machine);
    if (made.kind === 'refused') return made;
    const { profile, isNew } = made;
    const { zone, subnet, token, tags } = run;
    const node: Node = {
      ...newNode(id, `run-${id.slice(0, 8)}`, caller, profile, app.clock.now()),
      metadata: { ...tags },
      data: runData(zone, { reservation: `r-${resourceDigits(`${parent} ${at}`)}0`, index, token, subnet }),
    };
    const filed = await fileAction(app, {
      action: creationOf(newId(app), node, caller.userId, app.defaultTimeout),
      node,
      ...(caller.insists && { insists: true }),
      writes: [
        ...meant.checks,
        isNew ? { put: 'profile', doc: profile } : holding('profile', profile),
        ...(await beginUse(app.store, node.project, profile)),
      ],
    });
    if (filed === 'stale' || filed.kind === 'refused') return filed;
    return { kind: 'ok', node, instanceId: instanceIdOf({ ...node, token: filed.actionId }) };
  });

type Meant = { readonly kind: 'ok'; readonly machine: Machine; readonly checks: Parameters<GroupApp['store']['commit']>[0] };

/** By a template, or by the names of an image and a type alone. What is said beside goes with either. */
async function meantBy(app: GroupApp, realm: Realm, { template, imageId, instanceType, said }: MachineRun): Promise<Meant | Refusal> {
  const beside = Object.keys(said).length > 0 && { said };
  if (template) {
    const found = await inTemplate(app, realm, template, { imageId: imageId || undefined, instanceType: instanceType || undefined });
    return found.kind === 'refused' ? found : { kind: 'ok', machine: { ...found.machine, ...beside }, checks: [found.check] };
  }
  return { kind: 'ok', machine: { imageId, instanceType: instanceType || USUAL_TYPE, ...beside }, checks: [] };
}
