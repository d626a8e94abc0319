import type { Json } from '../../domain/kernel/json.ts';
import { untilCommitted } from '../app.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

/** Where a group's traffic comes from is kept with it under AWS's names, and is given back: nothing here acts on it. */
export const nameSources =
  (app: GroupApp): Grouping['nameSources'] =>
  (realm, name, member, { set, remove }) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group } = living;
      const kept = group.verbatim[member];
      const gone = new Set([...remove, ...set].map(keyOf));
      const others = (Array.isArray(kept) ? kept : []).filter((one) => !gone.has(keyOf(one)));
      const doc = { ...group, verbatim: { ...group.verbatim, [member]: [...others, ...set] } };
      return (await app.store.commit([{ put: 'group', doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });

/** A name, or a structure that has an identifier. */
const keyOf = (one: Json): string =>
  typeof one === 'object' && one !== null && 'Identifier' in one ? String(one.Identifier) : String(one);
