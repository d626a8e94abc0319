import type { ActionName } from '../action/action.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import type { PolicyFacts } from './conduct.ts';

/** What policies of placement are asked before. Senlin forgets the first two. */
export const PLACED: readonly ActionName[] = [
  'CLUSTER_CREATE',
  'CLUSTER_RECOVER',
  'CLUSTER_SCALE_OUT',
  'CLUSTER_SCALE_IN',
  'CLUSTER_RESIZE',
  'NODE_CREATE',
];

/** Profile types whose drivers can put a node into a zone: a server's availability zone, one of several container engines. */
export const PLACEABLE: readonly string[] = ['os.nova.server-1.0', 'container.dockerinc.docker-1.0', 'fake.node-1.0'];

/** Whether the profile of a node that is made by itself has settled where it goes. */
export function isPlacedByProfile({ action, profile }: PolicyFacts, path: readonly string[]): boolean {
  if (action.action !== 'NODE_CREATE') return false;
  let at: Json | undefined = profile;
  for (const item of path) at = isJsonObject(at) ? at[item] : undefined;
  return typeof at === 'string' && at !== '';
}
