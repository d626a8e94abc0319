import type { FaultId } from './faults.ts';

export type Lot = {
  readonly seed: number;
  /** How many questions are answered by chance, before all is calm. */
  readonly draws: number;
  /** What may go wrong. Absent: everything that is asked for. */
  readonly faults?: ReadonlySet<FaultId> | undefined;
  /** Strokes that are let off, as `F05#12`: the thirteenth time that a message might have been lost. */
  readonly spared?: ReadonlySet<string> | undefined;
};

/**
 * Chance, from one seed. Each question ("which message next?", "crash here?") is answered by hashing the seed, what it is about and how often that was asked
 * before, so that to let one stroke off, or to switch a fault off, leaves the answers to everything else as they are: what fails can be made smaller.
 *
 * Zero is the calm answer to every question.
 */
export class Chance {
  /** The strokes that fell, in order. */
  readonly strokes: string[] = [];
  private asked = 0;
  private rolls = 0;
  private held = false;
  private readonly times = new Map<FaultId, number>();

  constructor(private readonly lot: Lot) {}

  get isOver(): boolean {
    return this.held || this.isSpent;
  }

  /** Whether it has had its say, for good: it may be held before that, while a world grows. */
  get isSpent(): boolean {
    return this.asked >= this.lot.draws;
  }

  /** Calm for as long as it is held. */
  hold(held: boolean): void {
    this.held = held;
  }

  /** One of the first `n` whole numbers. */
  roll(n: number): number {
    if (n <= 1 || this.isOver) return 0;
    this.asked++;
    return drawn(this.lot.seed, 0, this.rolls++) % n;
  }

  chance(oneIn: number): boolean {
    return this.roll(oneIn) === oneIn - 1;
  }

  /** Whether this fault strikes here: one time in so many. */
  strikes(fault: FaultId, oneIn: number): boolean {
    const { seed, faults, spared } = this.lot;
    if (this.isOver || (faults && !faults.has(fault))) return false;
    this.asked++;
    const time = this.times.get(fault) ?? 0;
    this.times.set(fault, time + 1);
    if (drawn(seed, Number(fault.slice(1)), time) % oneIn !== 0) return false;
    const stroke = `${fault}#${time}`;
    if (spared?.has(stroke)) return false;
    this.strokes.push(stroke);
    return true;
  }
}

/** The n-th number drawn about a subject: 32 bits that look like chance, by MurmurHash3's finish. */
export function drawn(seed: number, subject: number, n: number): number {
  let h = (seed ^ Math.imul(subject + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca77)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ Math.imul(seed, 0x27d4eb2f), 0x165667b1);
  return (h ^ (h >>> 15)) >>> 0;
}
