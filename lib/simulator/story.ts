import type { Action } from '../domain/action/action.ts';
import type { Cluster } from '../domain/cluster/cluster.ts';
import type { Node } from '../domain/cluster/node.ts';
import type { Write } from '../domain/documents.ts';

/** A commit as a line that a person can read. */
export const lineOf = (writes: readonly Write[]): string => writes.flatMap(wordsOf).join(' · ');

function wordsOf(write: Write): string[] {
  if ('check' in write) return [];
  if ('remove' in write) return [`${write.remove} removed`];
  switch (write.put) {
    case 'action':
      return [ofAction(write.doc)];
    case 'cluster':
      return [ofCluster(write.doc)];
    case 'node':
      return [ofNode(write.doc)];
    case 'event':
      return [`told ${write.doc.status}`];
    case 'quota':
      return [];
    default:
      return [`${write.put} ${'name' in write.doc ? write.doc.name : write.doc.id.slice(0, 8)}`];
  }
}

function ofAction({ action, targetName, status, lease, closing, signal, dueAt }: Action): string {
  const more = [
    lease !== null && 'calling',
    signal !== null && 'asked to stop',
    closing && (closing.undoing ? 'undoing' : 'closing'),
    dueAt === null && 'ended',
  ];
  const said = more.filter((word) => typeof word === 'string').join(', ');
  return `${action} ${targetName} ${status}${said && ` (${said})`}`;
}

const ofCluster = ({ name, status, nodes, desiredCapacity }: Cluster): string => `${name} ${status} ${nodes.length}/${desiredCapacity}`;

const ofNode = ({ name, status, clusterId, physicalId }: Node): string =>
  `${name} ${status}${clusterId === '' ? ' orphan' : ''}${physicalId === null ? ' without resource' : ''}`;
