import type { Node } from '../../domain/cluster/node.ts';
import { conclude, type Finding } from '../../domain/health/findings.ts';
import { type DetectionMode, type HealthRule, pollingModes } from '../../domain/health/rule.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import type { App } from '../app.ts';
import { byTheClock } from '../patience.ts';
import { pollUrl } from './poll-url.ts';
import { resourceOf, type Subject, UNKNOWN } from './subject.ts';

/** However a node is looked at, it is given up after this long: nobody could tell. */
const PATIENCE: Seconds = seconds(20);

const BY_ITS_CLOUD: DetectionMode = { type: 'NODE_STATUS_POLLING' };

/**
 * How a member is, by all the ways of looking that ask, side by side; where none does, by its own cloud's word. Never throws: one that breaks
 * could not tell.
 */
export async function probe(app: App, rule: HealthRule, subject: Subject): Promise<Finding> {
  const ways = pollingModes(rule);
  const modes = ways.length > 0 ? ways : [BY_ITS_CLOUD];
  const findings = await Promise.all(modes.map((mode) => within(app, () => ask(app, mode, subject))));
  return conclude(findings, rule.illWhen);
}

async function ask(app: App, mode: DetectionMode, subject: Subject): Promise<Finding> {
  const { cluster, node, profile } = subject;
  switch (mode.type) {
    case 'NODE_STATUS_POLLING':
      return askDriver(app, node, profile);
    case 'NODE_STATUS_POLL_URL':
      return pollUrl(app, mode, subject);
    case 'HYPERVISOR_STATUS_POLLING':
      return foundIn((await app.drivers(node.profileType)?.checkHost(resourceOf(node, profile))) ?? { kind: 'pending' });
    case 'LB_STATUS_POLLING':
      return (await app.memberStatus?.(cluster, node)) ?? UNKNOWN;
    case 'LIFECYCLE_EVENTS':
      return UNKNOWN;
  }
}

/** How the node's own cloud says it is. */
export async function askDriver({ drivers }: App, node: Node, profile: Profile | undefined): Promise<Finding> {
  if (node.physicalId === null) return { kind: 'ill', reason: 'it has no physical resource', gone: false };
  const driver = drivers(node.profileType);
  return driver ? foundIn(await driver.check({ resource: resourceOf(node, profile) })) : UNKNOWN;
}

/** The same, for as long as anybody waits for it. Never throws. */
export const askPatiently = (app: App, node: Node, profile: Profile | undefined): Promise<Finding> =>
  within(app, () => askDriver(app, node, profile));

type Answered =
  | { readonly kind: 'ok' | 'pending' | 'fault' }
  | { readonly kind: 'unhealthy'; readonly reason: string; readonly gone: boolean };

const foundIn = (outcome: Answered): Finding =>
  outcome.kind === 'unhealthy'
    ? { kind: 'ill', reason: outcome.reason, gone: outcome.gone }
    : outcome.kind === 'ok'
      ? { kind: 'well' }
      : UNKNOWN;

async function within({ patience = byTheClock }: App, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return (await patience(look(), PATIENCE * 1000)) ?? UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}
