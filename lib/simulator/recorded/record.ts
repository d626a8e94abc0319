import { z } from 'zod';
import { type ActionName, targetsCluster } from '../../domain/action/action.ts';
import { bornAt, isId, orderOf } from '../../domain/kernel/ids.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { isJsonObject } from '../../domain/kernel/json.ts';
import { Names } from './names.ts';
import { Recording } from './recording.ts';

const seconds = z.number().nullable();
/** Of what the API shows of an action, what is needed. */
export const ShownAction = z.object({
  id: z.string(),
  action: z.string(),
  cause: z.string(),
  data: z.record(z.string(), z.json()),
  target: z.string(),
  inputs: z.record(z.string(), z.json()),
  status: z.string(),
  status_reason: z.string(),
  start_time: seconds,
  end_time: seconds,
});
export const ShownCluster = z.object({
  nodes: z.array(z.string()),
  min_size: z.int(),
  max_size: z.int(),
  timeout: z.int(),
});
export type Shown = {
  readonly clusterId: string;
  /** Undefined when it is gone. */
  readonly cluster: z.infer<typeof ShownCluster> | undefined;
  /** All that are remembered of it. */
  readonly actions: readonly z.infer<typeof ShownAction>[];
  /** Specs by id. */
  readonly policies: ReadonlyMap<string, JsonObject>;
  /** Ids of those that are attached now. */
  readonly attached: readonly string[];
};
type Action = z.infer<typeof ShownAction>;
/** An action that was asked for, and what came of it on nodes. */
type Story = { readonly root: Action; readonly parts: readonly Action[] };

/** What waits for somebody outside, or acts without being asked: what it came to is among the deeds. */
const OUTSIDE = /^(senlin\.policy\.(health|loadbalance|affinity)|coppice\.policy\.lifecycle_hook)/;

/** Tells what befell a cluster, from what its service shows: with no id and no name of anybody's; reasons of ends and inputs of requests stand as they were. */
export function record({ clusterId, cluster, actions, policies, attached }: Shown): Recording {
  const stories = storiesIn(actions);
  const [first] = stories;
  const isBorn = first?.root.action === 'CLUSTER_CREATE';
  const members = isBorn ? [] : membersAtFirst(stories, cluster?.nodes ?? []);
  const names = new Names(clusterId);
  // What members were made of at first, whichever that was.
  names.of('profile', '');
  for (const id of members) names.of('node', id);
  for (const { root, parts } of stories)
    for (const { action, target } of [root, ...parts]) if (action === 'NODE_CREATE') names.of('node', target);

  const kept = new Map([...policies].filter(([, spec]) => !OUTSIDE.test(String(spec.type))));
  const isLived = ({ action, inputs: { policy_id: id } }: Action) =>
    action !== 'CLUSTER_FILL_POOL' && (typeof id !== 'string' || kept.has(id));
  const zero = first ? bornAt(first.root.id) : 0;
  const at = (milliseconds: number) => Math.max(0, milliseconds - zero) / 1000;
  const end = ({ status, status_reason, start_time, end_time }: Action) => {
    const [began, ended] = [start_time, end_time].map((epoch) => (epoch === null ? null : at(ms(epoch))));
    return { status, reason: names.told(status_reason), began, ended };
  };
  const deeds = stories
    .filter(({ root }) => isLived(root))
    .map(({ root, parts }) => ({
      at: at(bornAt(root.id)),
      action: root.action,
      on: names.of('node', root.target),
      inputs: names.replaced(asked(root)),
      ...end(root),
      parts: parts.map((part) => ({ action: part.action, node: names.of('node', part.target), ...end(part) })),
    }));
  return Recording.parse({
    recording: 1,
    members: isBorn ? null : members.length,
    min: cluster?.min_size ?? 0,
    max: cluster?.max_size ?? -1,
    timeout: cluster?.timeout ?? 3_600,
    policies: Object.fromEntries(
      [...kept].map(([id, spec]) => [names.of('policy', id), { spec: withoutHooks(spec), attached: wasAttached(id, stories, attached) }]),
    ),
    profiles: names.count('profile'),
    deeds,
    leftOut: [
      ...[...policies].filter(([id]) => !kept.has(id)).map(([, spec]) => `a policy ${spec.type}: what it led to is among the deeds`),
      ...stories.filter(({ root }) => !isLived(root)).map(({ root }) => `${root.action} at ${at(bornAt(root.id))} s`),
    ],
  });
}

/** What came of an action on nodes began while that was under way, and nobody asked for it. */
function storiesIn(actions: readonly Action[]): readonly Story[] {
  const sorted = [...actions].sort(inOrder);
  const isPart = ({ cause, data: { origin } }: Action) => cause === 'Derived Action' && origin === undefined;
  const stories = sorted.filter((one) => !isPart(one)).map((root) => ({ root, parts: [] as Action[] }));
  for (const part of sorted.filter(isPart)) {
    const born = bornAt(part.id);
    const isUnderWay = ({ root: { action, start_time, end_time } }: Story) =>
      targetsCluster(action as ActionName) && start_time !== null && ms(start_time) <= born && (end_time === null || ms(end_time) >= born);
    stories.findLast(isUnderWay)?.parts.push(part);
  }
  return stories;
}

const ms = (epoch: number): number => Math.round(epoch * 1000);
const inOrder = (one: { readonly id: string }, other: { readonly id: string }): number => (orderOf(one.id) < orderOf(other.id) ? -1 : 1);

/** As it was before the first deed that changed it. */
function wasAttached(id: string, stories: readonly Story[], now: readonly string[]): boolean {
  const change = stories.find(({ root }) => root.inputs.policy_id === id && /_(ATTACH|DETACH)_POLICY$/.test(root.action));
  return change ? change.root.action === 'CLUSTER_DETACH_POLICY' : now.includes(id);
}

/** Who is there now and was not made meanwhile, and who has gone meanwhile. */
function membersAtFirst(
  stories: readonly { readonly root: Action; readonly parts: readonly Action[] }[],
  now: readonly string[],
): readonly string[] {
  const all = stories.flatMap(({ root, parts }) => [root, ...parts]);
  const targets = (of: string) => all.filter(({ action }) => action === of).map(({ target }) => target);
  const came = new Set([...targets('NODE_CREATE'), ...targets('NODE_JOIN')]);
  const known = new Set([...targets('NODE_DELETE'), ...targets('NODE_LEAVE'), ...now].filter((id) => !came.has(id)));
  return [...known]
    .map((id) => ({ id }))
    .sort(inOrder)
    .map(({ id }) => id);
}

/** The way past hooks and balancers is the engine's to find, not a request's to say. */
const asked = ({ inputs: { passage: _, ...rest } }: Action): JsonObject => rest as JsonObject;

function withoutHooks(spec: JsonObject): JsonObject {
  const { properties } = spec;
  if (!isJsonObject(properties)) return spec;
  const { hooks: _, ...rest } = properties;
  return { ...spec, properties: rest };
}

/** The ids of policies that anything is about. */
export const policiesIn = (actions: readonly Action[]): readonly string[] => [
  ...new Set(actions.flatMap(({ inputs: { policy_id: id } }) => (typeof id === 'string' && isId(id) ? [id] : []))),
];
