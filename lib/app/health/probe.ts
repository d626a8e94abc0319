import { ownerOf } from '../../domain/action/leaf.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { conclude, type Finding } from '../../domain/health/findings.ts';
import { type DetectionMode, pollingModes } from '../../domain/health/rule.ts';
import type { Watch } from '../../domain/health/watch.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { propertiesOf } from '../../domain/profile/properties.ts';
import type { App } from '../app.ts';

/** However a node is looked at, it is given up after this long: nobody could tell. */
const PATIENCE: Seconds = seconds(20);

const UNKNOWN: Finding = { kind: 'unknown' };

/** What is asked of, each mode in its own way. */
type Subject = { readonly cluster: Cluster; readonly node: Node; readonly profile: Profile | undefined };
type Probe = (app: App, subject: Subject, mode: DetectionMode) => Promise<Finding>;

/** How a member is, by all the modes of its watch that ask, side by side. Never throws: one that breaks could not tell. */
export async function probe(app: App, { rule }: Watch, cluster: Cluster, node: Node, profile: Profile | undefined): Promise<Finding> {
  const subject = { cluster, node, profile };
  const findings = await Promise.all(pollingModes(rule).map((mode) => within(PATIENCE, () => PROBES[mode.type](app, subject, mode))));
  return conclude(findings, rule.illWhen);
}

/** How the node's own cloud says it is. */
export async function askDriver({ drivers }: App, node: Node, profile: Profile | undefined): Promise<Finding> {
  if (node.physicalId === null) return { kind: 'ill', reason: 'it has no physical resource', gone: false };
  const driver = drivers(node.profileType);
  if (!driver) return UNKNOWN;
  const { token, physicalId, memory } = node;
  const outcome = await driver.check({
    resource: { token, physicalId, memory, owner: ownerOf(node), properties: profile ? propertiesOf(profile) : {} },
  });
  if (outcome.kind === 'unhealthy') return { kind: 'ill', reason: outcome.reason, gone: outcome.gone };
  return outcome.kind === 'ok' ? { kind: 'well' } : UNKNOWN;
}

const nobodyCanTell: Probe = async () => UNKNOWN;

const PROBES: Readonly<Record<DetectionMode['type'], Probe>> = {
  NODE_STATUS_POLLING: (app, { node, profile }) => askDriver(app, node, profile),
  NODE_STATUS_POLL_URL: nobodyCanTell,
  HYPERVISOR_STATUS_POLLING: nobodyCanTell,
  LB_STATUS_POLLING: nobodyCanTell,
  LIFECYCLE_EVENTS: nobodyCanTell,
};

async function within(limit: Seconds, ask: () => Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(UNKNOWN), limit * 1000);
  });
  try {
    return await Promise.race([ask(), silent]);
  } catch {
    return UNKNOWN;
  } finally {
    clearTimeout(timer);
  }
}
