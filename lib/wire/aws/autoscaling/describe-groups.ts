import type { SeenGroup } from '../../../app/groups/grouping.ts';
import type { Tag } from '../../../domain/group/group.ts';
import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { groupView } from './group-view.ts';
import { reads, realmOf, structures, text, texts } from './operation.ts';
import { page } from './page.ts';

export const describeAutoScalingGroups = reads({}, async ({ groups }, call, input) => {
  const filters = structures(input.Filters);
  const strange = unknownFilter(filters);
  if (strange) return strange;
  const names = texts(input.AutoScalingGroupNames);
  const all = await groups.listGroups(realmOf(call), names?.length ? names : undefined);
  if (all.kind === 'refused') return all;
  const wanted = all.groups.filter((seen) => filters.every((filter) => fits(seen, filter)));
  const shown = page(call, 'DescribeAutoScalingGroups', input, wanted, ({ group }) => group.name, { usual: 50, most: 100 });
  if (isAwsFault(shown)) return shown;
  return {
    AutoScalingGroups: shown.items.map((seen) => groupView(call, seen, input.IncludeInstances !== false)),
    ...(shown.next !== undefined && { NextToken: shown.next }),
  };
});

function unknownFilter(filters: readonly Structure[]): AwsFault | undefined {
  const strange = filters
    .map(({ Name }) => text(Name))
    .find((name) => name !== 'tag-key' && name !== 'tag-value' && !name.startsWith('tag:'));
  return strange === undefined
    ? undefined
    : validationError(`Filter type ${strange} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`);
}

/** All filters, any value of each. */
function fits({ group }: SeenGroup, filter: Structure): boolean {
  const name = text(filter.Name);
  const values = texts(filter.Values) ?? [];
  const of = (tag: Tag): string => (name === 'tag-key' ? tag.key : tag.value);
  return group.tags.some((tag) => (!name.startsWith('tag:') || tag.key === name.slice('tag:'.length)) && values.includes(of(tag)));
}
