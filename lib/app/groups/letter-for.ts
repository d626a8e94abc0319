import { unlocked } from '../../domain/cluster/lock.ts';
import type { Event } from '../../domain/event/event.ts';
import { groupId } from '../../domain/group/group.ts';
import { instanceIdOf } from '../../domain/group/instance-id.ts';
import { type NotificationForm, notificationOf, notificationTypeOf } from '../../domain/group/notification.ts';
import type { Parcel } from '../../ports/carrier.ts';
import type { App } from '../app.ts';
import { zoneOf } from './observe-groups.ts';

/** What an event of a group's cluster comes to for those who are told of the group; undefined when they are told nothing of it. */
export async function letterFor({ store }: Pick<App, 'store'>, form: NotificationForm, event: Event): Promise<Parcel['letter']> {
  const type = notificationTypeOf(event);
  const { project, data, actionId = '' } = event;
  if (!type || !form.types.includes(type) || !data) return undefined;
  const action = await store.get('action', { project, id: actionId });
  // A node that was brought back without a new resource is the same instance; of what was so long ago that it is forgotten nothing can be said.
  if (
    !action ||
    (type === 'autoscaling:EC2_INSTANCE_LAUNCH' && action.action === 'NODE_RECOVER' && action.outputs.recovered_by !== 'RECREATE')
  )
    return undefined;
  const [root = action, group, node] = await Promise.all([
    action.parentId === null ? action : store.get('action', { project, id: action.parentId }),
    store.get('group', { project, id: groupId(form.region, form.group) }),
    store.get('node', { project, id: event.objectId }),
  ]);
  const zone = group ? zoneOf(group, node ?? { data: {}, index: Number(data.index) }) : '';
  const subnets = group?.subnets === '' ? [] : (group?.subnets.split(',') ?? []);
  return notificationOf(form, type, event, action, root, {
    instanceId: instanceIdOf({ id: event.objectId, token: typeof data.made_by === 'string' ? data.made_by : null, lock: unlocked }),
    zone,
    subnet: subnets[group?.zones.indexOf(zone) ?? -1]?.trim() ?? '',
    clusterId: event.clusterId ?? '',
  });
}
