import type { Tag } from '../../domain/group/group.ts';
import { MOST_TAGS } from '../../domain/group/tags.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { untilCommitted } from '../app.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

/** What new instances get of a group's tags, as their metadata: those that are to be passed on at launch. Instances that are there keep what they have. */
export const launchedTags = (tags: readonly Tag[]): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.filter(({ propagate }) => propagate).map(({ key, value }) => [key, value]));

export const tagGroup =
  (app: GroupApp): Grouping['tagGroup'] =>
  (realm, name, set, remove) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group, cluster } = living;
      const gone = new Set([...remove, ...set.map(({ key }) => key)]);
      const fresh = new Map(set.map((tag) => [tag.key, tag]));
      const tags = [...group.tags.filter(({ key }) => !gone.has(key)), ...fresh.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      if (tags.length > MOST_TAGS) return refused('group.tags', `A group has ${MOST_TAGS} tags at most.`);
      const config = { ...cluster.config, 'node.metadata': launchedTags(tags) };
      const committed = await app.store.commit([
        { put: 'group', doc: { ...group, tags } },
        { put: 'cluster', doc: { ...cluster, config } },
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' };
    });
