import { defineFanOut } from './fan-out.ts';

/**
 * Actions that only set or take a mark, on the cluster or on members: they take no time and wait for nobody, so they have ended when they are
 * filed, whoever holds the cluster. They are there to be seen: who did it, when, and with what words.
 */
const mark = (name: 'CLUSTER_SUSPEND' | 'CLUSTER_RESUME' | 'CLUSTER_PROTECT_NODES' | 'CLUSTER_UNPROTECT_NODES', success: string) =>
  defineFanOut({ name, success, evaluates: false, admit: () => ({ kind: 'go' }), stage: () => ({ kind: 'end' }) });

export const clusterSuspend = mark('CLUSTER_SUSPEND', 'Cluster suspended.');
export const clusterResume = mark('CLUSTER_RESUME', 'Cluster resumed.');
export const clusterProtectNodes = mark('CLUSTER_PROTECT_NODES', 'Nodes protected from scale-in.');
export const clusterUnprotectNodes = mark('CLUSTER_UNPROTECT_NODES', 'Nodes no longer protected from scale-in.');
