import { isLocked } from '../../domain/cluster/lock.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { isAtRest } from '../../domain/cluster/rest.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import { type Finding, type Ill, marked } from '../../domain/health/findings.ts';
import { isUnobserved } from '../../domain/health/round.ts';
import { cleared } from '../../domain/health/suspects.ts';
import { tellIll } from '../../domain/health/tell-health.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { type App, untilCommitted } from '../app.ts';
import { profilesOf } from '../engine/observe.ts';
import { askPatiently } from './probe.ts';
import { tendWatch } from './tend-watch.ts';

/** `marked`: it is ill by its own document, and waits for somebody to see to it. */
type Looked = {
  readonly nodeId: string;
  readonly heard: Instant;
  readonly marked?: boolean;
  readonly ill?: { readonly node: Node; readonly finding: Ill };
};

/**
 * Looks at members of which bad news came while somebody worked on them. Who is well is a suspect no more; who is ill is marked, in the commit that
 * forgets the suspicion.
 *
 * Who is still being worked on, or of whom nobody can tell, is left as they are: the watch has their next look in it. So has one whose look was
 * killed at any line, or of whom more was heard meanwhile.
 */
export async function lookAtSuspects(app: App, ref: Ref, ids: readonly string[]): Promise<void> {
  const { store, clock } = app;
  const { project } = ref;
  const [watch, cluster] = await Promise.all([store.get('watch', ref), store.get('cluster', ref)]);
  if (!watch?.enabled || !cluster || isUnobserved(cluster)) return;
  const suspects = ids.flatMap((nodeId) => {
    const heard = watch.suspects?.[nodeId]?.heard;
    return heard === undefined ? [] : [{ nodeId, heard }];
  });
  const nodes = await store.getMany(
    'node',
    suspects.map(({ nodeId }) => ({ project, id: nodeId })),
  );
  const members = new Map(nodes.filter(({ clusterId }) => clusterId === cluster.id).map((node) => [node.id, node]));
  const looked = await Promise.all(suspects.map((one) => lookAt(app, one, members.get(one.nodeId))));
  const known = looked.filter((one) => one !== undefined);

  const ill = await untilCommitted(async () => {
    const [before, now] = [await store.get('watch', ref), clock.now()];
    if (!before?.enabled) return false;
    const patients = await unchanged(app, known);
    const next = cleared(before, patients);
    if (next === before) return false;
    const told = patients.flatMap(({ nodeId, ill }) =>
      ill && !next.suspects?.[nodeId] ? [tellIll(marked(ill.node, ill.finding, now), now)] : [],
    );
    const writes = told.flatMap(({ node, write }): Write[] => [{ put: 'node', doc: node }, write]);
    const owed = told.length > 0 || patients.some(({ marked }) => marked);
    if ((await store.commit([{ put: 'watch', doc: owed ? { ...next, dueAt: now } : next }, ...writes])) === 'stale') return 'stale';
    return owed;
  });
  if (ill) await tendWatch(app, ref);
}

/** Undefined while nobody can tell. */
async function lookAt(app: App, one: Looked, node: Node | undefined): Promise<Looked | undefined> {
  if (!node) return one;
  if (isLocked(node.lock) || node.was !== null) return undefined;
  if (node.status === 'ERROR') return { ...one, marked: true };
  // As somebody wanted it.
  if (node.suspended || isAtRest(node)) return one;
  const [profile] = await profilesOf(app.store, node.project, [node.profileId]);
  const finding: Finding = await askPatiently(app, node, profile);
  if (finding.kind === 'ill') return { ...one, ill: { node, finding } };
  return finding.kind === 'well' ? one : undefined;
}

/** Without those found ill who were changed since: that is not true of them any more. With their newest versions, to commit. */
async function unchanged({ store }: App, looked: readonly Looked[]): Promise<readonly Looked[]> {
  const found = await store.getMany(
    'node',
    looked.flatMap(({ ill }) => (ill ? [{ project: ill.node.project, id: ill.node.id }] : [])),
  );
  const now = new Map(found.map((node) => [node.id, node]));
  return looked.filter(({ ill }) => !ill || now.get(ill.node.id)?.version === ill.node.version);
}
