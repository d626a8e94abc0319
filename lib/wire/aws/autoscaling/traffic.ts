import type { SeenGroup } from '../../../app/groups/grouping.ts';
import type { Json } from '../../../domain/kernel/json.ts';
import { isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { type Constraint, name } from './constraints.ts';
import { changes, type Definition, nothing, reads, realmOf, structures, text, texts } from './operation.ts';
import { page } from './page.ts';

/**
 * Where a group's traffic comes from, by names of AWS's load balancers. They are kept and given back; what really balances here are policies of the group's
 * cluster.
 */
type Source = {
  /** What a group has them under, and what a request that changes them does. */
  readonly member: 'LoadBalancerNames' | 'TargetGroupARNs' | 'TrafficSources';
  readonly listed: string;
  readonly view: (one: Json) => Structure;
  readonly most: number;
};

const LOAD_BALANCERS: Source = {
  member: 'LoadBalancerNames',
  listed: 'LoadBalancers',
  view: (one) => ({ LoadBalancerName: String(one), State: 'InService' }),
  most: 100,
};
const TARGET_GROUPS: Source = {
  member: 'TargetGroupARNs',
  listed: 'LoadBalancerTargetGroups',
  view: (one) => ({ LoadBalancerTargetGroupARN: String(one), State: 'InService' }),
  most: 100,
};
const TRAFFIC: Source = {
  member: 'TrafficSources',
  listed: 'TrafficSources',
  view: (one) => ({ ...(one as Structure), TrafficSource: text((one as Structure).Identifier), State: 'InService' }),
  most: 50,
};

const NAMED: Constraint = { max: 10, items: { min: 1, max: 511 } };
const constraintsOf = ({ member }: Source) => ({
  AutoScalingGroupName: name,
  [member]: member === 'TrafficSources' ? ({ max: 10 } satisfies Constraint) : NAMED,
});

const sourcesOf = ({ group }: SeenGroup, { member }: Source): readonly Json[] => {
  const kept = group.verbatim[member];
  return Array.isArray(kept) ? kept : [];
};

const keyOf = (one: Json | Structure): string => (typeof one === 'string' ? one : text((one as Structure).Identifier));

const askedIn = (input: Structure, { member }: Source): readonly Json[] =>
  member === 'TrafficSources' ? (structures(input[member]) as unknown as readonly Json[]) : (texts(input[member]) ?? []);

const change = (source: Source, removes: boolean): Definition =>
  changes(constraintsOf(source), async ({ groups }, call, input) => {
    const [asked, none] = [askedIn(input, source), []];
    const named = text(input.AutoScalingGroupName);
    const change = removes ? { set: none, remove: asked } : { set: asked, remove: none };
    const done = await groups.nameSources(realmOf(call), named, source.member, change);
    return done.kind === 'refused' ? done : nothing;
  });

const describe = (source: Source): Definition =>
  reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
    const found = await groups.showGroup(realmOf(call), text(input.AutoScalingGroupName));
    if (found.kind === 'refused') return found;
    const all = sourcesOf(found, source);
    const shown = page(call, `Describe${source.listed}`, input, all, keyOf, { usual: source.most, most: source.most });
    if (isAwsFault(shown)) return shown;
    return { [source.listed]: shown.items.map(source.view), ...(shown.next !== undefined && { NextToken: shown.next }) };
  });

export const attachLoadBalancers = change(LOAD_BALANCERS, false);
export const detachLoadBalancers = change(LOAD_BALANCERS, true);
export const describeLoadBalancers = describe(LOAD_BALANCERS);
export const attachLoadBalancerTargetGroups = change(TARGET_GROUPS, false);
export const detachLoadBalancerTargetGroups = change(TARGET_GROUPS, true);
export const describeLoadBalancerTargetGroups = describe(TARGET_GROUPS);
export const attachTrafficSources = change(TRAFFIC, false);
export const detachTrafficSources = change(TRAFFIC, true);
export const describeTrafficSources = describe(TRAFFIC);
