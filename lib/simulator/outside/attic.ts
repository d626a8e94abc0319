import type { App } from '../../app/app.ts';
import type { ScavengePorts } from '../../app/retention/scavenge.ts';
import { searchArchive } from '../../app/retention/search-archive.ts';
import type { Documents, Kind } from '../../domain/documents.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { type ArchiveRecord, recordOf } from '../../domain/retention/record.ts';
import type { RetainedKind, Rule } from '../../domain/retention/rule.ts';
import { objectArchive } from '../../platform/archive/object-archive.ts';
import type { Objects } from '../../platform/archive/objects.ts';
import { readArchive } from '../../platform/archive/read-archive.ts';
import { memoryRedaction } from '../../platform/redaction.ts';
import { sha256Digest } from '../../platform/sha256-digest.ts';
import type { Archive } from '../../ports/archive.ts';
import type { Expiry } from '../../ports/expiry.ts';
import type { Chance } from '../chance.ts';
import type { Journey } from '../cloud.ts';
import type { Weather } from '../weather.ts';

const rule = (kind: RetainedKind, maxAge: number): Rule => ({
  name: `old ${kind}s`,
  kind,
  maxAge: seconds(maxAge),
  disposition: 'archive',
});

/** What is archived, and when: soon, or nothing would be old enough to go. */
export const KEEPING: readonly Rule[] = [
  rule('event', 300),
  rule('action', 600),
  { name: 'clusters', kind: 'cluster', disposition: 'archive' },
  { name: 'nodes', kind: 'node', disposition: 'archive' },
];
export const BURIED = ['cluster', 'node'] as const;

export type AtticFacts = {
  readonly chance: Chance;
  readonly weather: Weather;
  readonly store: Expiry & { readonly everything: <K extends Kind>(kind: K) => readonly Documents[K][] };
  /** Something is gone from the table for good. */
  readonly went: (kind: Kind, doc: Documents[Kind]) => void;
};

/** The archive of a service, which with F25 refuses what is brought, or takes it and does not say so; and what went from the table because it was old. */
export class Attic {
  readonly objects = new Map<string, Uint8Array>();
  private readonly gone = new Map<Kind, Documents[Kind][]>();

  /** @param broken what is put in the place of the shipped archive, to see that the laws notice */
  constructor(
    private readonly facts: AtticFacts,
    private readonly broken: (archive: Archive) => Archive = (archive) => archive,
  ) {}

  /** What is not in the table any more. */
  gathered = <K extends Kind>(kind: K): readonly Documents[K][] => (this.gone.get(kind) ?? []) as unknown as readonly Documents[K][];

  /** What one worker lets go of old things with. */
  scavenging({ store, clock }: Pick<App, 'store' | 'clock'>, journey: Omit<Journey<unknown>, 'calls'>): ScavengePorts {
    return { store, clock, digest: sha256Digest, redaction: memoryRedaction(), rules: KEEPING, ...this.seenBy(journey) };
  }

  /** As one worker reaches it, who may be held up and killed on every way to it and back. */
  private seenBy(journey: Omit<Journey<unknown>, 'calls'>): { readonly archive: Archive; readonly expiry: Expiry } {
    const { store } = this.facts;
    const archive = this.broken(objectArchive(this.travelling(journey)));
    return {
      archive: {
        place: archive.place,
        keep: async (batch) => {
          const kept = await archive.keep(batch);
          // Whoever was killed on the way makes nothing of what became of it.
          await journey.pause();
          return kept;
        },
      },
      // Each by itself, as a table has it: half of them may be gone.
      expiry: {
        expire: async (kind, seen, now) => {
          let expired = 0;
          for (const one of seen) {
            await journey.pause();
            const doc = store.everything(kind).find(({ id, project }) => id === one.id && project === one.project);
            expired += await store.expire(kind, [one], now);
            if (doc && !store.everything(kind).includes(doc)) this.bury(kind, doc);
            await journey.back();
          }
          return expired;
        },
        remains: (kind, project, now) => store.remains(kind, project, now),
        clear: (kind, project, now) => store.clear(kind, project, now),
      },
    };
  }

  private bury(kind: Kind, doc: Documents[Kind]): void {
    this.gone.set(kind, [...this.gathered(kind), doc]);
    this.facts.went(kind, doc);
  }

  private travelling({ pause, back }: Omit<Journey<unknown>, 'calls'>): Objects {
    const { chance, weather } = this.facts;
    const refused = Object.assign(new Error('slow down'), { name: 'SlowDown' });
    return {
      place: 'the attic',
      put: async (name, bytes) => {
        await pause();
        if (weather.lasts('F25', 30, [60, 1_500]) || chance.strikes('F25', 9)) throw refused;
        const was = this.objects.has(name) ? 'there' : 'new';
        if (was === 'new') this.objects.set(name, bytes);
        await back();
        if (chance.strikes('F25', 13)) throw refused;
        return was;
      },
      get: async (name) => {
        await pause();
        return this.objects.get(name);
      },
      list: (prefix) => this.names(prefix),
    };
  }

  private async *names(prefix: string): AsyncIterable<string> {
    for (const name of [...this.objects.keys()]) if (name.startsWith(prefix)) yield name;
  }

  /** What somebody finds who looks through it: `kind id` of all that can be read, with what it says; and what cannot. */
  async found(): Promise<{ readonly records: ReadonlyMap<string, string>; readonly damaged: readonly string[] }> {
    const objects: Objects = { ...this.travelling(IN_PEACE), get: async (name) => this.objects.get(name) };
    const { records, damaged } = await searchArchive(readArchive(objects), {}, 1_000_000);
    return { records: new Map(records.map((one) => [placeOf(one), JSON.stringify(one)])), damaged: damaged.map(({ name }) => name) };
  }
}

const IN_PEACE = { pause: async () => {}, back: async () => {} };
const placeOf = ({ kind, id }: Pick<ArchiveRecord, 'kind' | 'id'>): string => `${kind} ${id}`;

/** What the archive has to have of something that went; undefined where no rule wants it archived. */
export function owedTo(kind: Kind, doc: Documents[Kind]): readonly [place: string, says: string] | undefined {
  const retained = kind === 'tombstone' ? (doc as Documents['tombstone']).of : (kind as RetainedKind);
  if (!KEEPING.some((one) => one.kind === retained)) return undefined;
  const record = recordOf(retained, doc as never);
  return [placeOf(record), JSON.stringify(record)];
}
