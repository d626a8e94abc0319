import type { Binding } from '../cluster/cluster.ts';
import { byCount, countIn, newSize } from '../cluster/new-size.ts';
import { countedIn } from '../cluster/standby.ts';
import { after, type Instant, seconds } from '../kernel/time.ts';
import { boolean, integer, map, number, string } from '../spec/element.ts';
import type { PropertiesOf, SpecSchema } from '../spec/schema.ts';
import { type PolicyFacts, type PolicyVerdict, pass, refuse } from './conduct.ts';
import type { Policy } from './policy.ts';
import { policyProperties } from './policy-properties.ts';
import { definePolicyKind, missing } from './policy-type.ts';

const EVENTS = ['CLUSTER_SCALE_IN', 'CLUSTER_SCALE_OUT'] as const;

const schema = {
  event: string('Event that will trigger this policy. Must be one of CLUSTER_SCALE_IN and CLUSTER_SCALE_OUT.', {
    required: true,
    values: EVENTS,
  }),
  adjustment: map('Detailed specification for scaling adjustments.', {
    type: string('Type of adjustment when scaling is triggered.', {
      default: 'CHANGE_IN_CAPACITY',
      values: ['EXACT_CAPACITY', 'CHANGE_IN_CAPACITY', 'CHANGE_IN_PERCENTAGE'],
    }),
    number: number('A number specifying the amount of adjustment.', { default: 1 }),
    min_step: integer(
      'When adjustment type is set to "CHANGE_IN_PERCENTAGE", this specifies the cluster size will be decreased by at least this ' +
        'number of nodes.',
      { default: 1 },
    ),
    best_effort: boolean('Whether do best effort scaling when new size of cluster will break the size limitation', { default: false }),
    cooldown: integer('Number of seconds to hold the cluster for cool-down before allowing cluster to be resized again.', { default: 0 }),
  }),
} satisfies SpecSchema;

/** Says by how many nodes a cluster grows or shrinks, and how soon again. */
export const scaling = definePolicyKind({
  name: 'senlin.policy.scaling',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2016.04' }] },
  priority: 100,
  // One for growing and one for shrinking.
  singleton: false,
  appliesTo: 'any',
  className: 'ScalingPolicy',
  schema,

  *complaints({ adjustment }) {
    if (!adjustment) return yield missing('adjustment');
    yield adjustment.number <= 0 ? "the 'number' for 'adjustment' must be > 0" : undefined;
    // Senlin lets a part of a node in and fails every action.
    yield adjustment.type !== 'CHANGE_IN_PERCENTAGE' && !Number.isInteger(adjustment.number)
      ? "the 'number' for 'adjustment' must be a whole number of nodes unless its 'type' is CHANGE_IN_PERCENTAGE"
      : undefined;
    yield adjustment.min_step < 0 ? "the 'min_step' for 'adjustment' must be >= 0" : undefined;
    yield adjustment.cooldown < 0 ? "the 'cooldown' for 'adjustment' must be >= 0" : undefined;
  },

  conduct: { before: EVENTS, marks: EVENTS, decide },
});

type Properties = PropertiesOf<typeof schema>;
type Adjustment = NonNullable<Properties['adjustment']>;

function decide({ event, adjustment }: Properties, { action, cluster, binding, now, mostNodes }: PolicyFacts): PolicyVerdict {
  if (action.action !== event) return pass(`It is about ${event} only.`);
  if (!adjustment) return refuse('policy.spec.malformed', missing('adjustment'));
  if (isCooling(binding, adjustment.cooldown, now))
    return refuse('action.cooldown', `Policy ${binding.policyId} cooldown is still in progress.`);

  const grows = event === 'CLUSTER_SCALE_OUT';
  const current = countedIn(cluster);
  const count = countIn(action.inputs) ?? wanted(adjustment, current, grows);
  if (!Number.isSafeInteger(count) || count <= 0) return refuse('policy.count', `Invalid count (${count}) for action '${event}'.`);

  const size = newSize(cluster, byCount(grows ? count : -count, adjustment.best_effort ? 'effort' : 'strict'), mostNodes);
  if (size.kind === 'refused') return { kind: 'refuse', fault: size.fault };
  const reached = Math.abs(size.change);
  const limited = reached < count ? ` ${count} were wanted; the cluster's bounds allow no more.` : '';
  const reason = `From ${current} nodes ${grows ? 'up' : 'down'} by ${reached} to ${size.desired}.${limited}`;
  return { kind: 'go', decisions: grows ? { creation: { count: reached } } : { deletion: { count: reached } }, reason };
}

/** By how many, from the policy alone. A percentage is rounded down, and comes to `min_step` at least. */
function wanted({ type, number, min_step }: Adjustment, current: number, grows: boolean): number {
  switch (type) {
    case 'EXACT_CAPACITY':
      return grows ? number - current : current - number;
    case 'CHANGE_IN_CAPACITY':
      return number;
    case 'CHANGE_IN_PERCENTAGE':
      return Math.max(min_step, Math.floor((number * current) / 100));
  }
}

const isCooling = ({ lastOp }: Pick<Binding, 'lastOp'>, cooldown: number, now: Instant): boolean =>
  lastOp !== null && cooldown > 0 && now < after(lastOp, seconds(cooldown));

/** Whether a binding holds an action up just now: what is asked when the action is filed, of every scaling policy that is enabled. */
export function holdsUp(binding: Binding, policy: Policy, action: string, now: Instant): boolean {
  // Read by its own schema, which is what the type says.
  const properties = policy.type.startsWith(scaling.name) ? (policyProperties(scaling, policy) as Properties | undefined) : undefined;
  return properties?.event === action && isCooling(binding, properties.adjustment?.cooldown ?? 0, now);
}
