import type { Documents, Kind } from '../../domain/documents.ts';
import { owedTo } from '../outside/attic.ts';
import type { World } from '../world.ts';
import type { Offenders } from './law.ts';

/** All there ever was of a kind, in the table or gone from it because it was old. */
export const everything = <K extends Kind>({ store, attic }: World, kind: K): readonly Documents[K][] => [
  ...attic.gathered(kind),
  ...store.everything(kind),
];

const WENT: readonly Kind[] = ['event', 'action', 'tombstone'];

/** What went from the table and is not in the archive as it last was, and what of the archive cannot be read. */
export async function missingFromArchive(world: World): Promise<Offenders> {
  if (!world.facts.archived) return [];
  const { records, damaged } = await world.attic.found();
  const missing = WENT.flatMap((kind) =>
    world.attic.gathered(kind).flatMap((doc) => {
      const [place, says] = owedTo(kind, doc) ?? [];
      return place === undefined || records.get(place) === says ? [] : [`${place} went and cannot be found`];
    }),
  );
  return [...missing, ...damaged.map((name) => `${name} cannot be read`)];
}
