import type { Ownership } from '../../domain/action/call.ts';
import { type Mark, markText, type Proof, UNSIGNED } from '../../domain/orphan/mark.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';

/** Whose a process is. It stands in the process's environment, where every descendant inherits it and nobody can take it away. */
export type Marks = Mark & { readonly signature: string | undefined };

/** The marks as variables of the environment. */
export const variablesOf = (
  installation: string,
  token: string,
  owner: Ownership,
  signer: MarkSigner = UNSIGNED,
): { readonly [name: string]: string } => ({
  COPPICE_INSTALLATION: installation,
  COPPICE_PROJECT: owner.project,
  COPPICE_CLUSTER: owner.clusterId,
  COPPICE_NODE: owner.nodeId,
  COPPICE_NODE_NAME: owner.nodeName,
  COPPICE_NODE_INDEX: String(owner.index),
  COPPICE_TOKEN: token,
  COPPICE_MARK: signatureOf(signer, { installation, token, project: owner.project, nodeId: owner.nodeId }),
});

/** The same for a process and for its room. */
const ON = 'process';
export const signatureOf = (signer: MarkSigner, mark: Mark): string => signer.sign(markText(ON, mark));
export const proofOf = (signer: MarkSigner, mark: Mark & { readonly signature?: string | undefined }): Proof =>
  signer.judge(markText(ON, mark), mark.signature);

/** Reads marks from `NAME=value` entries; undefined unless installation and token are both there. Other variables are not looked at. */
export function marksIn(entries: readonly string[]): Marks | undefined {
  const value = (name: string) => entries.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  const installation = value('COPPICE_INSTALLATION');
  const token = value('COPPICE_TOKEN');
  if (installation === undefined || token === undefined) return undefined;
  const [project = '', nodeId = ''] = [value('COPPICE_PROJECT'), value('COPPICE_NODE')];
  return { installation, token, project, nodeId, signature: value('COPPICE_MARK') };
}
