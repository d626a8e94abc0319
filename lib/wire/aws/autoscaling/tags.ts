import { type AwsFault, isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { TAG, tagged, tagsIn } from './group-input.ts';
import { changes, type Definition, nothing, reads, realmOf, structures, text, texts } from './operation.ts';
import { page } from './page.ts';

/** Tags name their group one by one; those of one group are one change. */
const byGroup = (tags: readonly Structure[]): ReadonlyMap<string, readonly Structure[]> => {
  const groups = new Map<string, Structure[]>();
  for (const tag of tags) groups.set(text(tag.ResourceId), [...(groups.get(text(tag.ResourceId)) ?? []), tag]);
  return groups;
};

function whyNot(tags: readonly Structure[]): AwsFault | undefined {
  const strange = tags.find(({ ResourceType }) => ResourceType !== undefined && ResourceType !== 'auto-scaling-group');
  if (strange) return validationError(`Invalid resource type: ${text(strange.ResourceType)}`);
  return tags.some(({ ResourceId }) => text(ResourceId) === '') ? validationError('ResourceId must be the name of a group.') : undefined;
}

const change = (removes: boolean): Definition =>
  changes({ Tags: { items: { members: TAG } } }, async ({ groups }, call, input) => {
    const list = tagged(input);
    const fault = whyNot(list);
    if (fault) return fault;
    const set = tagsIn(list);
    if (isAwsFault(set)) return set;
    for (const [name, tags] of byGroup(list)) {
      const meant = tagsIn(tags);
      if (isAwsFault(meant)) return meant;
      const done = await groups.tagGroup(realmOf(call), name, removes ? [] : meant, removes ? meant.map(({ key }) => key) : []);
      if (done.kind === 'refused') return done;
    }
    return nothing;
  });

export const createOrUpdateTags = change(false);
export const deleteTags = change(true);

export const describeTags = reads({}, async ({ groups }, call, input) => {
  const listed = await groups.listGroups(realmOf(call));
  if (listed.kind === 'refused') return listed;
  const all = listed.groups.flatMap(({ group }) =>
    group.tags.map(({ key, value, propagate }) => ({
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
      Key: key,
      Value: value,
      PropagateAtLaunch: propagate,
    })),
  );
  const filters = structures(input.Filters);
  const strange = filters.map(({ Name }) => text(Name)).find((name) => !Object.hasOwn(MEMBERS, name));
  if (strange !== undefined)
    return validationError(
      `Filter type ${strange} is not correct. Allowed Filter types are: [auto-scaling-group, key, value, propagate-at-launch]`,
    );
  const wanted = all.filter((tag) => filters.every((filter) => fits(tag, filter)));
  const shown = page(call, 'DescribeTags', input, wanted, ({ ResourceId, Key }) => `${ResourceId}\n${Key}`, { usual: 50, most: 100 });
  if (isAwsFault(shown)) return shown;
  return { Tags: shown.items, ...(shown.next !== undefined && { NextToken: shown.next }) };
});

const MEMBERS: Readonly<Record<string, string>> = {
  'auto-scaling-group': 'ResourceId',
  key: 'Key',
  value: 'Value',
  'propagate-at-launch': 'PropagateAtLaunch',
};

/** Clients write `True`. */
function fits(tag: Structure, filter: Structure): boolean {
  const name = text(filter.Name);
  const value = text(tag[MEMBERS[name] ?? '']);
  const same = (one: string) => (name === 'propagate-at-launch' ? one.toLowerCase() === value : one === value);
  return (texts(filter.Values) ?? []).some(same);
}
