import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { isSuspended } from '../../domain/cluster/suspension.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import { marked } from '../../domain/health/findings.ts';
import type { Fact } from '../../domain/health/notifications/fact.ts';
import { isOld, whyNot } from '../../domain/health/reception.ts';
import { isResting } from '../../domain/health/round.ts';
import { listens } from '../../domain/health/rule.ts';
import type { Reception } from '../../domain/health/tally.ts';
import { tellIll } from '../../domain/health/tell-health.ts';
import { CLOSED, type Watch } from '../../domain/health/watch.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { type App, untilCommitted } from '../app.ts';
import { profilesOf } from '../engine/observe.ts';
import { assess } from './assess.ts';
import { askDriver } from './probe.ts';
import { rememberSuspect } from './remember-suspect.ts';
import { tendWatch } from './tend-watch.ts';

export type Bounds = { readonly installation: string; readonly only?: string | undefined };
export type Taken = { readonly reception: Reception; readonly project: string | undefined };

/**
 * Marks the node that bad news is about and, where its cluster's health policy listens, has it recovered at once.
 *
 * Taking the same news twice is taking it once: the second time the node has changed since. Of a node that somebody is working on it is remembered
 * that it is to be looked at.
 *
 * @param bounds whose marks are ours, and the project that whoever says it may speak of; undefined: all
 */
export async function takeFact(app: App, fact: Fact, { installation, only }: Bounds): Promise<Taken> {
  const { store, clock } = app;
  if (fact.installation !== undefined && fact.installation !== installation) return { reception: 'foreign', project: undefined };
  if (isOld(fact, clock.now())) return { reception: 'late', project: only };
  const ref = await whereabouts(app, fact, only);
  if (!ref)
    return { reception: fact.project !== undefined && only !== undefined && fact.project !== only ? 'foreign' : 'unknown', project: only };
  if (only !== undefined && ref.project !== only) return { reception: 'foreign', project: undefined };

  const reception = await untilCommitted(async (): Promise<Reception | 'stale'> => {
    const node = await store.get('node', ref);
    if (!node) return 'unknown';
    const refusal = whyNot(fact, node, clock.now());
    if (refusal === 'busy') return rememberSuspect(app, fact, node);
    if (refusal) return refusal;
    if (!fact.certain && (await isWell(app, node))) return 'well';
    return mark(app, fact, node);
  });
  return { reception, project: ref.project };
}

/** By our own marks, where the source saw them; else by the name its cloud has for it. */
async function whereabouts({ store }: App, { project, nodeId, physicalId }: Fact, only = project): Promise<Ref | undefined> {
  const node = only !== undefined && nodeId !== undefined ? await store.get('node', { project: only, id: nodeId }) : undefined;
  if (node) return { project: node.project, id: node.id };
  return physicalId === undefined ? undefined : store.findByPhysicalId(physicalId);
}

async function isWell(app: App, node: Node): Promise<boolean> {
  const [profile] = await profilesOf(app.store, node.project, [node.profileId]);
  return (await askDriver(app, node, profile)).kind === 'well';
}

async function mark(app: App, { reason, gone }: Fact, node: Node): Promise<'taken' | 'busy' | 'stale'> {
  const { store } = app;
  const now = app.clock.now();
  const place = { project: node.project, id: node.clusterId };
  const [cluster, watch] = node.clusterId === '' ? [] : await Promise.all([store.get('cluster', place), store.get('watch', place)]);
  if (cluster && isSuspended(cluster, 'HealthCheck')) return 'busy';
  const listening = watch?.enabled && listens(watch.rule) ? watch : undefined;
  // Marked already: then only what comes of it is owed.
  const told = node.status === 'ERROR' ? undefined : tellIll(marked(node, { kind: 'ill', reason, gone }, now), now);
  const writes: Write[] = told ? [{ put: 'node', doc: told.node }, told.write] : [];
  if (listening) writes.push(...rung(listening, now));
  else if (told && cluster) writes.push(...(await reassessed(app, cluster, told.node, watch)));

  if (writes.length > 0 && (await store.commit(writes)) === 'stale') return 'stale';
  if (listening) await tendWatch(app, place);
  return 'taken';
}

/** Its alarm rings now, in case whoever wants to see to it at once does not get to it. One that rings already is left alone: many tell at once. */
const rung = (watch: Watch, now: Instant): Write[] =>
  watch.dueAt === null || watch.dueAt > now ? [{ put: 'watch', doc: { ...watch, dueAt: now } }] : [];

/** A cluster that nobody watches is at least as its members make it. One that is being worked on is evaluated by whoever does. */
async function reassessed({ store }: App, cluster: Cluster, node: Node, watch: Watch | undefined): Promise<Write[]> {
  if (isResting(cluster)) return [];
  const { project, nodes } = cluster;
  const members = await store.getMany(
    'node',
    nodes.map((id) => ({ project, id })),
  );
  const mine = members.map((one) => (one.id === node.id ? node : one)).filter(({ clusterId }) => clusterId === cluster.id);
  const next = assess(cluster, mine, watch?.breaker ?? CLOSED);
  return next === cluster ? [] : [{ put: 'cluster', doc: next }];
}
