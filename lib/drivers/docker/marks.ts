import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ownership } from '../../domain/action/call.ts';
import { type Mark, markText, type Proof, UNSIGNED } from '../../domain/orphan/mark.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';

const PREFIX = 'coppice.';

/** Whose a container is, as its labels tell. */
const Marks = z.object({
  'coppice.installation': z.string(),
  'coppice.token': z.string(),
  'coppice.project': z.string().default(''),
  'coppice.node': z.string().default(''),
  'coppice.mark': z.string().optional(),
});

export type Marks = Mark & { readonly signature: string | undefined };

/** Says every label of ours, also an empty signature: whatever an image says of itself must not show through. */
export const labelsOf = (
  installation: string,
  token: string,
  owner: Ownership,
  signer: MarkSigner = UNSIGNED,
): { readonly [label: string]: string } => ({
  'coppice.installation': installation,
  'coppice.project': owner.project,
  'coppice.cluster': owner.clusterId,
  'coppice.node': owner.nodeId,
  'coppice.node-name': owner.nodeName,
  'coppice.index': String(owner.index),
  'coppice.token': token,
  'coppice.mark': signer.sign(markText(ON, { installation, token, project: owner.project, nodeId: owner.nodeId })),
});

const ON = 'container';

/** What the marks of a container are worth. A signature counts for one container only, and copies of it (images remember labels) have other names. */
export function proofOf(marks: Marks, signer: MarkSigner, names: readonly string[]): Proof {
  const proof = signer.judge(markText(ON, marks), marks.signature);
  return areNamedFor(marks, names) ? proof : 'forged';
}

/** Whether a container is called what only the container of its token can be called, as long as its user renames it through us. */
export const areNamedFor = ({ installation, token }: Marks, names: readonly string[]): boolean =>
  names.some((name) => name.endsWith(nameFor(installation, token, '')));

/** Whether marks are of this installation, as far as they say: what the signature denies is not. By whom it is called, it may be called anything. */
export const areOurs = (marks: Marks | undefined, { installation, signer }: Installed): marks is Marks =>
  marks?.installation === installation && signer.judge(markText(ON, marks), marks.signature) !== 'forged';

type Installed = { readonly installation: string; readonly signer: MarkSigner };

/** Undefined when the labels say nothing of us. A label of ours that is alone counts for nothing. */
export function marksIn(labels: { readonly [label: string]: string }): Marks | undefined {
  const marks = Marks.safeParse(labels).data;
  if (!marks) return undefined;
  return {
    installation: marks['coppice.installation'],
    token: marks['coppice.token'],
    project: marks['coppice.project'],
    nodeId: marks['coppice.node'],
    signature: marks['coppice.mark'],
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
