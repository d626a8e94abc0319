import type { Node } from '../../domain/cluster/node.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { deleteNode } from '../nodes/act-on-node.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { listMachines } from './see-machines.ts';
import { replaceInstance } from './terminate-instance.ts';

/**
 * As EC2 does it: a group makes another one in the place of each of its own, and nobody's are gone for good. Either all of them are known or none is touched;
 * those that are gone or going are let go.
 */
export const terminateMachines =
  (app: GroupApp): Grouping['terminateMachines'] =>
  async (realm, ids) => {
    const listed = await listMachines(app)(realm, ids);
    if (listed.kind === 'refused') return listed;
    const { machines } = listed;
    const missing = ids.find((id) => !machines.some(({ instanceId }) => instanceId === id));
    if (missing !== undefined) return refused('machine.not-found', `The instance ID '${missing}' does not exist`);
    for (const { instanceId, node, state } of machines) {
      if (!node || state === 'shutting-down' || state === 'terminated') continue;
      const ended = await (isNobodys(node)
        ? deleteNode(app)(realm.caller, node.id, { force: true })
        : replaceInstance(app, realm, instanceId));
      // It went, or was made anew, since it was seen.
      if (ended.kind === 'refused' && !GONE.has(ended.fault.code)) return ended;
    }
    return { kind: 'ok', machines };
  };

const isNobodys = ({ clusterId }: Node): boolean => clusterId === '';

const GONE: ReadonlySet<string> = new Set(['instance.not-found', 'node.not-found']);
