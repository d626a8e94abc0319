import type { Action } from '../../domain/action/action.ts';
import { decisionsIn } from '../../domain/policy/decisions.ts';
import type { Outgo } from '../cloud.ts';
import type { World } from '../world.ts';
import { type CommitLaw, commitLaw, type RestLaw } from './law.ts';

/** Into the pool, where the cluster has one that wants them again, they go as well. */
const isLeaving = ({ action, inputs }: Action): boolean =>
  action === 'NODE_DELETE' || action === 'NODE_LEAVE' || (inputs.operation === 'enter_standby' && inputs.warm !== undefined);

/** What an action, a preview or a schedule says will be is what comes of it. */
export const PLAN_LAWS: readonly CommitLaw[] = [
  commitLaw<'action'>({
    id: 'I13',
    says: 'who goes, and who is updated, is whom the action says that it has chosen: nobody else, and everybody when it succeeded',
    on: 'action',
    holds: ({ doc, before, world }) => {
      if (doc.dueAt !== null || before?.dueAt === null) return true;
      const { deletion, update } = decisionsIn(doc.data);
      const isDone = doc.status === 'SUCCEEDED';
      const isUpdate = doc.action === 'CLUSTER_UPDATE' && update !== undefined;
      return (
        (!deletion?.candidates || isAsChosen(world, doc, deletion.candidates, isLeaving, isDone)) &&
        (!isUpdate || isAsChosen(world, doc, update.plan.flat(), ({ action }) => action === 'NODE_UPDATE', false))
      );
    },
  }),
];

function isAsChosen(
  { ledger }: World,
  { id, outputs }: Action,
  chosen: readonly string[],
  isMeant: (child: Action) => boolean,
  isAll: boolean,
): boolean {
  const touched = [...ledger.past.values()].filter((child) => child.parentId === id && isMeant(child)).map(({ target }) => target);
  // Who was gone before its turn needed nobody to see to it; and the action may say of all of them that they stay for now.
  const stayed = chosen.filter((one) => !touched.includes(one) && ledger.node(one)).length;
  return touched.every((one) => chosen.includes(one)) && (!isAll || stayed === 0 || stayed === outputs.nodes_spared);
}

export const PREVIEW_LAWS: readonly RestLaw[] = [
  {
    id: 'I13',
    says: 'a schedule fires at the instants that its preview showed, and at no others',
    offenders: ({ ledger, previews }) =>
      [...ledger.past.values()].flatMap(({ origin }) => {
        const shown = origin?.by === 'schedule' ? previews.get(origin.id) : undefined;
        const [, fired] = / for (\S+)\.$/.exec(origin?.reason ?? '') ?? [];
        if (!shown || fired === undefined) return [];
        const at = Date.parse(fired);
        return at > Math.max(...shown) || shown.some((one) => one === at) ? [] : [`${origin?.id} fired for ${fired}`];
      }),
  },
];

const CHANGES = new Set<Outgo['to']>(['ensure', 'operate', 'update']);
/** How long after its end an action may still be the reason of a call: whoever makes it may have been held up, and clocks be set back. */
const BELATED = 2_000_000;

/** A cloud is asked for a change. What only joins others, or notes something, costs no call. */
export function heedChange(world: World, { to, resource }: Outgo): void {
  if (!CHANGES.has(to)) return;
  const { nodeId } = resource.owner;
  const { ledger, now } = world;
  const isReason = ({ id, target, action, startedAt }: Action): boolean => {
    const ended = ledger.times.get(id)?.ended;
    return target === nodeId && !action.startsWith('CLUSTER_') && startedAt !== null && (ended === undefined || ended > now - BELATED);
  };
  for (const action of ledger.past.values()) if (isReason(action)) return;
  world.break('I17', `a cloud is asked to change ${world.call(nodeId)}, of which no action is under way`);
}
