import type { Action } from '../../domain/action/action.ts';
import type { World } from '../world.ts';
import type { RecordedDeed } from './recording.ts';

/** Who in a world stands for whom in a recording. */
export class Cast {
  /** Which action each deed has come to. */
  readonly lived = new Map<string, RecordedDeed>();
  /** Of those that were there before the first deed, and of the cluster. */
  readonly ids = new Map<string, string>();

  constructor(private readonly world: () => World) {}

  /** The id of what a recording names; undefined for what is no name, or of nobody that is there. */
  readonly idOf = (name: string): string | undefined => {
    const known = this.ids.get(name);
    if (known !== undefined || !/^node-\d+$/.test(name)) return known;
    for (const [id, { action, on, parts }] of this.lived) {
      if (action === 'NODE_CREATE' && on === name) return this.world().ledger.past.get(id)?.target;
      const place = parts.filter((part) => part.action === 'NODE_CREATE').findIndex(({ node }) => node === name);
      if (place >= 0) return this.partsOf(id, 'NODE_CREATE')[place]?.target;
    }
    return undefined;
  };

  /** What came of an action on single nodes, in order. */
  partsOf = (id: string, action: Action['action']): readonly Action[] =>
    [...this.world().ledger.past.values()].filter((one) => one.parentId === id && one.action === action);
}
