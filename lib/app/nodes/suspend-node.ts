import { refused } from '../../domain/kernel/fault.ts';
import { findProfileType } from '../../domain/profile/catalogue.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { fileNodeAction } from './file-node-action.ts';

/** Pauses a node and sets it aside: nobody looks after it, and nobody chooses it to go. */
export const suspendNode = (app: App): Clustering['suspendNode'] => onNode(app, 'suspend');

/** Lets a suspended node go on, in the status it had. */
export const resumeNode = (app: App): Clustering['resumeNode'] => onNode(app, 'resume');

const onNode =
  (app: App, verb: 'suspend' | 'resume'): Clustering['suspendNode'] =>
  (caller, text) =>
    fileNodeAction(app, caller, text, (node) => {
      const type = findProfileType(node.profileType);
      const operation = type?.suspension?.[verb];
      if (operation === undefined) {
        const able = Object.keys(type?.operations ?? {});
        const instead = able.length > 0 ? `It can: ${able.join(', ')}.` : 'It has no operations.';
        return refused(
          'suspension.unsupported',
          `A node of type '${node.profileType}' cannot be suspended: the type has no operation that pauses it. ${instead}`,
        );
      }
      if (verb === 'suspend' && node.suspended) return refused('action.conflict', `The node '${text}' is suspended already.`);
      if (verb === 'resume' && !node.suspended) return refused('action.conflict', `The node '${text}' is not suspended.`);
      return { kind: 'file', action: 'NODE_OPERATION', inputs: { operation, params: {}, effect: verb } };
    });
