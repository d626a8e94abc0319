import type { Cluster } from '../../domain/cluster/cluster.ts';
import { type Node, settled } from '../../domain/cluster/node.ts';
import type { Patient } from '../../domain/health/admission.ts';
import { type HealthRule, pollingModes } from '../../domain/health/rule.ts';
import { after, type Instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { App } from '../app.ts';
import { profilesOf } from '../engine/observe.ts';
import { askDriver, probe } from './probe.ts';

/** Whoever has waited longer for their recovery may be well by then: they are looked at first. */
const LONG: Seconds = seconds(20);

/**
 * Those about to be recovered who are well again, as they are then: when a network comes back, what it cut off is whole, and making it anew would be the
 * only harm done to it.
 */
export async function wellAgain(
  app: App,
  rule: HealthRule,
  cluster: Cluster,
  members: readonly Node[],
  begin: readonly Patient[],
  now: Instant,
): Promise<readonly Node[]> {
  const chosen = new Set(begin.map(({ nodeId }) => nodeId));
  const waited = members.filter(({ id, updatedAt, initAt }) => chosen.has(id) && now >= after(updatedAt ?? initAt, LONG));
  if (waited.length === 0) return [];
  const profileIds = [...new Set(waited.map(({ profileId }) => profileId))];
  const profiles = new Map((await profilesOf(app.store, cluster.project, profileIds)).map((profile) => [profile.id, profile]));
  const looked = await Promise.all(
    waited.map(async (node) => {
      const profile = profiles.get(node.profileId);
      // As if it had never been marked: some ways of looking look at nobody who is.
      const subject = { cluster, node: { ...node, status: 'ACTIVE' as const }, profile, attempt: 1 };
      const finding =
        pollingModes(rule).length > 0 ? await probe(app, rule, subject) : await patiently(() => askDriver(app, node, profile));
      return finding.kind === 'well' ? [{ ...node, ...settled('ACTIVE', 'Health: it is well again.', now) }] : [];
    }),
  );
  return looked.flat();
}

const patiently = async <T>(look: () => Promise<T>): Promise<T | { readonly kind: 'unknown' }> =>
  look().catch(() => ({ kind: 'unknown' }) as const);
