import { after, type Instant, instant, seconds } from '../domain/kernel/time.ts';
import type { Chance } from './chance.ts';
import type { FaultId } from './faults.ts';

const NEVER = instant(0);

/** What lasts: a cloud that is dark, a bus that is down, bells that nobody rings. It begins by chance and is over with the chaos. */
export class Weather {
  private readonly until = new Map<FaultId, Instant>();
  private conflicts = 0;

  constructor(private readonly facts: { readonly chance: Chance; readonly now: () => Instant }) {}

  /** Whether it lasts at this moment, or begins in it. @param lengths of which it lasts one, in seconds */
  lasts(fault: FaultId, oneIn: number, lengths: readonly number[]): boolean {
    const { chance, now } = this.facts;
    if (chance.isOver) return false;
    if (now() < (this.until.get(fault) ?? NEVER)) return true;
    if (!chance.strikes(fault, oneIn)) return false;
    this.until.set(fault, after(now(), seconds(lengths[chance.roll(lengths.length)] ?? 1)));
    return true;
  }

  /** Whether this commit is in a storm of conflicts. */
  conflict(): boolean {
    const { chance } = this.facts;
    if (chance.isOver) return false;
    if (this.conflicts > 0) {
      this.conflicts--;
      return true;
    }
    if (!chance.strikes('F08', 150)) return false;
    this.conflicts = 2 + chance.roll(60);
    return true;
  }
}
