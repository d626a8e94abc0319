import type { App } from '../../app/app.ts';
import type { Clustering } from '../../app/clustering.ts';
import { fileClusterAction } from '../../app/clusters/file-cluster-action.ts';
import { fileNodeAction } from '../../app/nodes/file-node-action.ts';
import type { Answer, Filed } from '../../app/verb.ts';
import { type ClusterActionName, type NodeActionName, targetsCluster } from '../../domain/action/action.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { Facts } from '../facts.ts';
import { judge } from '../judge.ts';
import type { Verdict } from '../live.ts';
import { demo } from '../tenants.ts';
import { type Deed, World } from '../world.ts';
import { asRecorded } from './as-recorded.ts';
import { Cast } from './cast.ts';
import { differences } from './differences.ts';
import { CLUSTER, clusterOf, found } from './found.ts';
import { resolved } from './names.ts';
import type { RecordedDeed, Recording } from './recording.ts';

const MOST_TURNS = 200_000;

/** How a recording went when it was lived through again, and where it ended otherwise than it did. */
export type Relived = Verdict & { readonly differences: readonly string[] };

/** Lives through what befell a real cluster. @param facts what may go wrong beside that; nothing, if not said */
export async function relive(
  recording: Recording,
  facts: Pick<Facts, 'seed' | 'draws' | 'faults' | 'spared' | 'trace'> = {},
): Promise<Relived> {
  await new Promise(setImmediate);
  const cast: Cast = new Cast(() => world);
  const driver: Facts['driver'] = (shipped) => asRecorded(shipped, () => world, cast);
  const world: World = new World({ mostNodes: 10_000, stride: 1, ...facts, driver });
  const refused: string[] = [];
  const verdict = (broken: readonly string[]): Relived => ({
    broken,
    log: world.log,
    strokes: world.chance.strokes,
    awaits: world.turns.moments,
    differences: [...refused, ...differences(world, cast)],
  });
  try {
    await found(world, recording, cast);
    const zero = world.now;
    const moment = (at: number) => instant(zero + Math.floor(at) * 1000);
    for (const deed of recording.deeds) {
      await comeTo(world, moment(deed.at), overBy(deed.at, cast));
      const why = await ask(world, recording, deed, cast);
      if (why !== undefined) refused.push(why);
      if (deed.status === 'CANCELLED') await cancel(world, deed, moment(deed.ended ?? deed.at), cast);
    }
    await world.settle([], MOST_TURNS);
    return verdict(await judge(world));
  } catch (error) {
    return verdict([...world.broken, error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}

/** Those that had come to an end by then: what followed them found what they had left. */
const overBy = (at: number, { lived }: Cast): readonly string[] =>
  [...lived].flatMap(([id, { ended }]) => (ended !== null && ended <= at ? [id] : []));

async function comeTo(world: World, moment: Instant, over: readonly string[]): Promise<void> {
  const { ledger, turns, post } = world;
  await turn(world, [], () => {
    if (turns.areIdle() && ledger.open.size === 0 && !post.hasReady() && world.now < moment) world.now = moment;
    return world.now >= moment && !over.some((id) => ledger.open.has(id));
  });
}

/** Does one thing, and goes on until that is answered. */
async function does(world: World, deed: Deed): Promise<void> {
  let isAnswered = false;
  const whole: Deed = async (...given) => {
    await deed(...given).finally(() => {
      isAnswered = true;
    });
  };
  await turn(world, [whole], () => isAnswered || world.turns.areIdle());
}

async function turn({ turns }: World, left: Deed[], isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    turns.failIfFailed();
    if (left.length === 0 && isDone()) return;
    await turns.turn(left);
  }
  throw new Error(`it did not come so far in ${MOST_TURNS} turns`);
}

/** Asks for what was asked for. @returns why it is refused here, if it is */
async function ask(world: World, recording: Recording, deed: RecordedDeed, cast: Cast): Promise<string | undefined> {
  const { action, at, on, status } = deed;
  let why: string | undefined = `${action} at ${at} s ended ${status}, and whoever asked for it here was killed`;
  await does(world, async (verbs, _, app) => {
    world.note(() => `as recorded: ${action} ${on} ${JSON.stringify(deed.inputs)}`);
    const answer = await asking(verbs, app, recording, deed, cast);
    if (answer.kind === 'ok') cast.lived.set(answer.actionId, deed);
    why = answer.kind === 'ok' ? undefined : `${action} at ${at} s ended ${status}, and is refused here: ${answer.fault.message}`;
  });
  return why;
}

async function asking(
  verbs: Clustering,
  app: App,
  recording: Recording,
  { action, on, parts, inputs: named }: RecordedDeed,
  cast: Cast,
): Promise<Answer<Filed>> {
  const inputs = resolved(named, cast.idOf) as JsonObject;
  const target = cast.idOf(on) ?? on;
  switch (action) {
    case 'CLUSTER_CREATE': {
      const made = parts.filter((part) => part.action === 'NODE_CREATE').length;
      const answer = await verbs.createCluster(demo, clusterOf(recording, made));
      if (answer.kind === 'ok') cast.ids.set('cluster', answer.cluster.id);
      return answer;
    }
    case 'CLUSTER_DELETE':
      return verbs.deleteCluster(demo, target, { force: false });
    case 'CLUSTER_ATTACH_POLICY':
      return verbs.attachPolicy(demo, target, { policy: String(inputs.policy_id), enabled: inputs.enabled !== false });
    case 'NODE_CREATE':
      return verbs.createNode(demo, { name: on, profile: 'profile-1', cluster: CLUSTER });
    default:
      // What was accepted found its target free: here it waits, should what came before take a moment longer.
      return targetsCluster(action)
        ? fileClusterAction(app, demo, target, () => ({ kind: 'file', action: action as ClusterActionName, inputs, patient: true }))
        : fileNodeAction(app, demo, target, () => ({ kind: 'file', action: action as NodeActionName, inputs }));
  }
}

async function cancel(world: World, deed: RecordedDeed, moment: Instant, { lived }: Cast): Promise<void> {
  const id = [...lived].find(([, one]) => one === deed)?.[0];
  if (id === undefined) return;
  await comeTo(world, instant(Math.max(world.now, moment)), []);
  await does(world, (verbs) => verbs.cancelAction(demo, id, { force: false }));
}
