import type { SeenGroup } from '../../../app/groups/grouping.ts';
import { NOTIFICATION_TYPES, type NotificationType } from '../../../domain/group/notification.ts';
import { isAwsFault, validationError } from '../fault.ts';
import { name } from './constraints.ts';
import { changes, nothing, reads, realmOf, text, texts } from './operation.ts';
import { page } from './page.ts';

const topic = { min: 1, max: 1_600 };
const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;

export const putNotificationConfiguration = changes(
  { AutoScalingGroupName: name, TopicARN: topic, NotificationTypes: { items: { values: NOTIFICATION_TYPES } } },
  async ({ groups }, call, input) => {
    const arn = text(input.TopicARN);
    if (!TOPIC.test(arn)) return validationError(`Invalid Topic ARN: ${arn}`);
    const types = [...new Set(texts(input.NotificationTypes) ?? [])] as readonly NotificationType[];
    if (types.length === 0) return validationError('At least one notification type must be specified.');
    const put = await groups.putNotification(realmOf(call), text(input.AutoScalingGroupName), call.account, arn, types);
    return put.kind === 'refused' ? put : nothing;
  },
);

const rowsOf = ({ group }: SeenGroup) =>
  (group.notifications ?? []).flatMap(({ topic: TopicARN, types }) =>
    types.map((NotificationType) => ({ AutoScalingGroupName: group.name, TopicARN, NotificationType })),
  );

/** A row for each topic and each type of what it is told. */
export const describeNotificationConfigurations = reads(
  { AutoScalingGroupNames: { items: { max: 1_600 } } },
  async ({ groups }, call, input) => {
    const names = texts(input.AutoScalingGroupNames);
    const listed = await groups.listGroups(realmOf(call), names?.length ? names : undefined);
    if (listed.kind === 'refused') return listed;
    const rows = listed.groups.flatMap(rowsOf);
    const keyOf = (row: (typeof rows)[number]) => Object.values(row).join('\n');
    const shown = page(call, 'DescribeNotificationConfigurations', input, rows, keyOf, { usual: 50, most: 100 });
    if (isAwsFault(shown)) return shown;
    return { NotificationConfigurations: shown.items, ...(shown.next !== undefined && { NextToken: shown.next }) };
  },
);

export const deleteNotificationConfiguration = changes({ AutoScalingGroupName: name, TopicARN: topic }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteNotification(realmOf(call), text(input.AutoScalingGroupName), text(input.TopicARN));
  return deleted.kind === 'refused' ? deleted : nothing;
});
