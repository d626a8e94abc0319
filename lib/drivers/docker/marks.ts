import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ownership } from '../../domain/action/call.ts';

const PREFIX = 'coppice.';

/** Whose a container is, as its labels tell. */
const Marks = z.object({
  'coppice.installation': z.string(),
  'coppice.token': z.string(),
  'coppice.project': z.string().default(''),
  'coppice.node': z.string().default(''),
});

export type Marks = { readonly installation: string; readonly token: string; readonly project: string; readonly nodeId: string };

export const labelsOf = (installation: string, token: string, owner: Ownership): { readonly [label: string]: string } => ({
  'coppice.installation': installation,
  'coppice.project': owner.project,
  'coppice.cluster': owner.clusterId,
  'coppice.node': owner.nodeId,
  'coppice.node-name': owner.nodeName,
  'coppice.index': String(owner.index),
  'coppice.token': token,
});

/** Undefined when the labels say nothing of us. A label of ours that is alone counts for nothing. */
export function marksIn(labels: { readonly [label: string]: string }): Marks | undefined {
  const marks = Marks.safeParse(labels).data;
  if (!marks) return undefined;
  return {
    installation: marks['coppice.installation'],
    token: marks['coppice.token'],
    project: marks['coppice.project'],
    nodeId: marks['coppice.node'],
  };
}

export const labelled = (installation: string, token?: string): readonly string[] => [
  `${PREFIX}installation=${installation}`,
  ...(token === undefined ? [] : [`${PREFIX}token=${token}`]),
];

/**
 * The name of the container for a token. Docker refuses a second container of a name: that is what makes a repeated create
 * harmless. So it must follow from the token and nothing that changes; only the beginning is for people.
 */
export function nameFor(installation: string, token: string, wish: string | undefined): string {
  const home = createHash('sha256').update(installation).digest('hex').slice(0, 8);
  const safe = /^[A-Za-z0-9_.-]{1,64}$/.test(token) ? token : createHash('sha256').update(token).digest('hex');
  return `${wish ?? 'coppice'}-${home}-${safe}`;
}
