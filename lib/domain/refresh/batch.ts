/** A member of a group as whoever replaces members sees it. */
export type Member = {
  readonly id: string;
  /** Whether the desired capacity speaks of it. */
  readonly counted: boolean;
  /** In service, well, and past its warm-up. */
  readonly fit: boolean;
  /** To be replaced. */
  readonly old: boolean;
};

/** How far a group may be from its desired capacity while its members are replaced, in percent of it. */
export type Healthy = { readonly min: number; readonly max: number };

/** Members that go and others that come, at once. */
export type Batch = { readonly ids: readonly string[]; readonly count: number; readonly launchFirst: boolean };

/**
 * Who is replaced next, and in which order; undefined while nobody may be.
 *
 * No more go than leave the healthy minimum, and no more come first than the maximum lets in. Where neither lets anybody move, one goes all the same as long as all are
 * well: a group of one could never be renewed otherwise. Those that are not fit are replaced first, and cost nothing.
 *
 * @param members the first to go first
 * @param most how many old ones may go now
 */
export function nextBatch(members: readonly Member[], desired: number, { min, max }: Healthy, most: number): Batch | undefined {
  const counted = members.filter((member) => member.counted);
  const old = counted.filter((member) => member.old);
  const unfit = old.filter(({ fit }) => !fit);
  const well = old.filter(({ fit }) => fit);
  const healthy = counted.filter(({ fit }) => fit).length;
  const spare = Math.max(0, healthy - Math.ceil((desired * min) / 100));
  const surplus = Math.max(0, counted.length - desired);

  const aside = members.filter((member) => !member.counted && member.old);
  if (aside.length > 0) return going(aside, most, 0);
  const leaving = [...unfit, ...well.slice(0, spare)];
  if (surplus > 0 && leaving.length > 0) return going(leaving, Math.min(most, surplus), 0);

  const extra = max > 100 ? Math.max(1, Math.floor((desired * max) / 100) - desired) : 0;
  const room = Math.min(Math.max(0, extra - surplus), old.length, most);
  if (room > Math.min(leaving.length, most)) {
    const ids = idsOf([...unfit, ...well].slice(0, room));
    return { ids, count: ids.length, launchFirst: true };
  }
  if (leaving.length > 0) return going(leaving, most);
  return extra === 0 && well.length > 0 && healthy >= desired ? going(well, Math.min(most, 1)) : undefined;
}

/** Those that are missing, made for nobody who goes; undefined while there are as many as are wanted. */
export function missingBatch(members: readonly Member[], desired: number): Batch | undefined {
  const missing = desired - members.filter(({ counted }) => counted).length;
  return missing > 0 ? { ids: [], count: Math.min(missing, MOST), launchFirst: true } : undefined;
}

const idsOf = (members: readonly Member[]): readonly string[] => members.map(({ id }) => id);

function going(members: readonly Member[], most: number, count?: number): Batch | undefined {
  const ids = idsOf(members.slice(0, Math.min(most, MOST)));
  return ids.length > 0 ? { ids, count: count ?? ids.length, launchFirst: false } : undefined;
}

/** As many as one action replaces: what is large takes longer, and fails as one. */
const MOST = 100;
