import type { Documents, Kind } from '../documents.ts';
import { ACCESSES, type Access } from './access.ts';
import type { Grantable, Share } from './grant.ts';
import { RULES } from './rules.ts';

/** Grants on which kinds let at a kind: at the thing itself, or at what it belongs to. */
const THROUGH: { readonly [K in Kind]?: readonly Grantable[] } = {
  cluster: ['cluster'],
  node: ['node', 'cluster'],
  action: ['cluster', 'node'],
  event: ['cluster', 'node'],
  profile: ['profile'],
  policy: ['policy'],
  schedule: ['schedule'],
  receiver: ['receiver'],
  subscription: ['subscription'],
  workflow: ['workflow'],
  execution: ['workflow'],
};

/** Whether any grant can let at a kind. */
export const isShared = (kind: Kind): boolean => THROUGH[kind] !== undefined;

/** Those of some shares that could let at a kind. */
export const concerning = (kind: Kind, shares: readonly Share[]): readonly Share[] =>
  shares.filter(({ objectKind }) => THROUGH[kind]?.includes(objectKind));

/** What a document is or belongs to, where that is more than its own id. */
const BEARERS: { readonly [K in Kind]?: (doc: Documents[K]) => readonly (string | null)[] } = {
  node: ({ id, clusterId }) => [id, clusterId],
  action: ({ clusterId, target }) => [clusterId, target],
  event: ({ clusterId, objectId }) => [clusterId, objectId],
  execution: ({ workflowId }) => [workflowId],
};

/**
 * The most that some shares let their bearer do with a document; undefined when they have nothing to do with it. A share speaks of its owner's things
 * only, whatever it says.
 */
export function accessTo<K extends Kind>(kind: K, doc: Documents[K], shares: readonly Share[]): Access | undefined {
  const bearers = BEARERS[kind]?.(doc) ?? [doc.id];
  const given = concerning(kind, shares).filter(({ owner, objectId }) => owner === doc.project && bearers.includes(objectId));
  return ACCESSES.findLast((access) => given.some((share) => share.access === access));
}

/** What a kind can be shared for: what acts with its project's rights and secrets is only ever looked at. */
export const accessesOf = (kind: Grantable): readonly Access[] => {
  const rules = Object.values(RULES).filter((rule) => rule.kind === kind && rule.on === 'object');
  return ACCESSES.filter((access) => rules.some(({ grant }) => grant === access));
};
