import type { Documents, Kind, Write } from '../../domain/documents.ts';
import type { World } from '../world.ts';
import { PLAN_LAWS, PREVIEW_LAWS } from './as-planned.ts';
import { REST_LAWS, resourcesOfNobody } from './at-rest.ts';
import type { CommitLaw, LawId, Offenders, RestLaw, SightLaw } from './law.ts';
import { WRITE_LAWS } from './on-commit.ts';
import { REFRESH_LAWS, REFRESH_REST_LAWS } from './refreshing.ts';
import { USAGE_LAWS } from './usage.ts';
import { GIVING_LAWS } from './what-is-given.ts';
import { TELLING_LAWS } from './what-is-told.ts';

/** Held wherever it can be seen, at the moment in which it happens. */
export const SIGHT_LAWS: readonly SightLaw[] = [
  { id: 'I1', says: 'nothing is left to the sweep unsaid', seenBy: 'judge, before the sweep' },
  {
    id: 'I2',
    says: 'a node is made anew only after its old resource was asked to go, and where it is fenced after that is gone',
    seenBy: 'cloud',
  },
  {
    id: 'I8',
    says: 'nothing is there uncounted, and nothing grows beyond its quota',
    seenBy: 'table, each commit in which something comes or goes',
  },
  {
    id: 'I23',
    says: 'nothing is there unpaid for, and nothing grows beyond what may be spent',
    seenBy: 'table, each commit in which something comes or goes',
  },
  {
    id: 'I9',
    says: 'who works for one project neither reads nor writes in another, and learns nothing of it, but what they were given, for what it was given',
    seenBy: 'process, trespass, visit',
  },
  {
    id: 'I15',
    says: 'nothing goes for its age before the archive has it, whole and as it last was',
    seenBy: 'judge, by who looks through the archive',
  },
  { id: 'I12', says: 'what only looks, previews or validates writes nothing', seenBy: 'deeds' },
  { id: 'I17', says: 'what only joins others costs no call: a cloud is asked for changes by actions of nodes only', seenBy: 'process' },
  { id: 'I20', says: 'every write replaces what it was decided on, and the version grows by one', seenBy: 'table' },
  { id: 'I22', says: 'a request that is sent again is answered as the first time, and done once', seenBy: 'deeds' },
  { id: 'I3', says: 'the world can be used again, and what is asked for in calm does not take long', seenBy: 'judge' },
];

export const LAWS_AT_REST: readonly RestLaw[] = [
  ...REST_LAWS,
  ...USAGE_LAWS,
  ...GIVING_LAWS,
  ...PREVIEW_LAWS,
  ...TELLING_LAWS,
  ...REFRESH_REST_LAWS,
];

/** Invariants that nothing here can break, because what they are about is not there yet: whoever builds it adds its laws to the tables of this folder. */
export const NO_LAW_YET: Readonly<Record<LawId, string>> = {};

/** What is only held in part, and what is missing. */
export const IN_PART: Readonly<Record<LawId, string>> = {
  I4: 'Members beyond the maximum while a batch replaces them are bounded by the operator’s limit only (I8).',
  I13: 'Plans of whole actions are not shown before they are asked for. What is shown or noted beforehand is held to.',
  I17: 'There are no task graphs yet, but for a cluster’s action and those of its nodes.',
  I11: 'The limit of a health policy. What `min_in_service` keeps in service is proved by test/unit/app/policies/batches.test.ts.',
  I15: 'Every end and every start is told once. Events do not carry states, so the state is not rebuilt from them.',
};

/** Held by every single write. */
export const COMMIT_LAWS: readonly CommitLaw[] = [...WRITE_LAWS, ...PLAN_LAWS, ...REFRESH_LAWS];

const BY_KIND = new Map<Kind, readonly CommitLaw[]>();
for (const law of COMMIT_LAWS) BY_KIND.set(law.on, [...(BY_KIND.get(law.on) ?? []), law]);

export const lawOf = (id: LawId): string => `${id} ${SIGHT_LAWS.find((law) => law.id === id)?.says ?? 'no such law'}`;

/** Every law that a write breaks. */
export function brokenByWriting(write: Exclude<Write, { check: Kind }>, before: Documents[Kind] | undefined, world: World): Offenders {
  const isOutdated = (before?.version ?? -1) + 1 !== write.doc.version;
  const outdated = isOutdated ? [`${lawOf('I20')}: ${JSON.stringify(write.doc)}`] : [];
  if (!('put' in write)) return outdated;
  const laws = BY_KIND.get(write.put) ?? [];
  const broken = laws.filter(({ holds }) => !holds({ doc: write.doc, before, world } as never));
  return [...outdated, ...broken.map(({ id, says }) => `${id} ${says}: ${JSON.stringify(write.doc)}`)];
}

/** Resources that nobody remembers before the sweep has been, and that nobody said they had left to it either. */
export const unexpectedIn = (world: World): Offenders => {
  const forsaken = world.ledger.forsaken().map((id) => world.call(id));
  return resourcesOfNobody(world)
    .filter((line) => !forsaken.some((name) => line.endsWith(` of ${name}`)))
    .map((line) => `I1 nothing is left to the sweep unsaid: ${line}`);
};

/** Every law that was broken, with its offenders. */
export const brokenIn = (world: World): Offenders => [
  ...world.broken,
  ...LAWS_AT_REST.filter(({ excused }) => !excused?.(world.facts)).flatMap(({ id, says, offenders }) =>
    offenders(world).map((who) => `${id} ${says}: ${who}`),
  ),
];
