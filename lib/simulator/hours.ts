import { after, type Instant, seconds } from '../domain/kernel/time.ts';
import { vanish } from '../drivers/fake/cloud.ts';
import type { Backup } from '../store/memory/document-store.ts';
import type { World } from './world.ts';

/** How far time jumps, in seconds. */
const JUMPS = [1, 3, 6, 11, 31, 61, 100] as const;
/** So long that every lease lapses. */
const LONG = [700, 1_300] as const;
/** The clock of all machines is set, a little or by much. */
const SETTINGS = [-2, -2, -300, 300] as const;
const SILENCE = [600, 7_200, 86_400] as const;
/** Minutes of which the table has backups. */
const BACKUPS = 10;

/** Time, which passes when nobody can go on without, and what comes with time: alarms, accidents, and the table of some minutes ago. */
export class Hours {
  /** When chance had had its say. */
  calmSince: Instant | undefined;
  /** When somebody should have rung the bells last, and nobody did. */
  silentUntil: Instant | undefined;
  private sleepers: { readonly until: Instant; readonly wake: (_: undefined) => void }[] = [];
  private backups: { readonly at: Instant; readonly backup: Backup }[] = [];

  constructor(private readonly world: World) {}

  sleepUntil = (until: Instant): Promise<undefined> => new Promise((wake) => this.sleepers.push({ until, wake }));

  /** Time passes. @returns whether somebody rings the bells */
  pass(): 'bells' | 'silence' {
    const { world } = this;
    const { chance, facts, weather } = world;
    const one = (of: readonly number[]) => of[chance.roll(of.length)] ?? 1;
    const jump = chance.isOver
      ? (facts.stride ?? 15)
      : chance.strikes('F14', 8)
        ? one(LONG)
        : chance.strikes('F13', 9)
          ? one(SETTINGS)
          : one(JUMPS);
    world.now = after(world.now, seconds(jump));
    this.wake();
    if (chance.isSpent) this.calmSince ??= world.now;
    if (facts.restored) this.mayRestore();
    if (facts.lossy && chance.strikes('F18', 25)) this.loseSomething();
    if (!weather.lasts('F20', 120, SILENCE)) return 'bells';
    this.silentUntil = world.now;
    return 'silence';
  }

  private wake(): void {
    const { now } = this.world;
    for (const { wake } of this.sleepers.filter(({ until }) => until <= now)) wake(undefined);
    this.sleepers = this.sleepers.filter(({ until }) => until > now);
  }

  private mayRestore(): void {
    const { world } = this;
    const { chance, now, store } = world;
    this.backups = [...this.backups, { at: now, backup: store.backUp() }].filter(({ at }) => at >= now - BACKUPS * 60_000);
    if (!chance.strikes('F30', 30)) return;
    const chosen = this.backups[chance.roll(this.backups.length)];
    this.backups = this.backups.filter(({ at }) => at <= (chosen?.at ?? now));
    if (chosen) world.restore(chosen.backup);
  }

  private loseSomething(): void {
    const { chance, cloud } = this.world;
    const { things } = cloud;
    const lost = things[chance.roll(things.length)];
    if (!lost) return;
    this.world.note(() => `${lost.physicalId} vanishes`);
    vanish(cloud.cloud, lost.physicalId);
  }
}
