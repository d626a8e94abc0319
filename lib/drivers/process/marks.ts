import type { Ownership } from '../../domain/action/call.ts';

/** Whose a process is. It stands in the process's environment, where every descendant inherits it and nobody can take it away. */
export type Marks = { readonly installation: string; readonly project: string; readonly nodeId: string; readonly token: string };

/** The marks as variables of the environment. */
export const variablesOf = (installation: string, token: string, owner: Ownership): { readonly [name: string]: string } => ({
  COPPICE_INSTALLATION: installation,
  COPPICE_PROJECT: owner.project,
  COPPICE_CLUSTER: owner.clusterId,
  COPPICE_NODE: owner.nodeId,
  COPPICE_NODE_NAME: owner.nodeName,
  COPPICE_NODE_INDEX: String(owner.index),
  COPPICE_TOKEN: token,
});

/** Reads marks from `NAME=value` entries; undefined unless installation and token are both there. Other variables are not looked at. */
export function marksIn(entries: readonly string[]): Marks | undefined {
  const value = (name: string) => entries.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  const installation = value('COPPICE_INSTALLATION');
  const token = value('COPPICE_TOKEN');
  if (installation === undefined || token === undefined) return undefined;
  return { installation, token, project: value('COPPICE_PROJECT') ?? '', nodeId: value('COPPICE_NODE') ?? '' };
}
