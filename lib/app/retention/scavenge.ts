import type { Fault } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { projectRulesId, rulesOf } from '../../domain/retention/project-rules.ts';
import { RETAINED_KINDS, type Rule, ruleFor } from '../../domain/retention/rule.ts';
import { NOTHING_TIDIED, plus, rotated, SCAVENGING, type ScavengerRun, type Tidied, withRun } from '../../domain/retention/scavenging.ts';
import { untilCommitted } from '../app.ts';
import { neededIn } from './needed.ts';
import { type TidyPorts, tidy } from './tidy.ts';
import { tidyJournal } from './tidy-journal.ts';

export type ScavengePorts = TidyPorts & { readonly rules: readonly Rule[] };

const HOUR = 3_600_000;

/**
 * Lets go of what has been kept long enough, of every project, and notes what came of it.
 *
 * Safe to call at any time and by any number of workers: nothing depends on who did it, or how far they came. After the archive has refused something nothing more is brought
 * to it in that run; what only expires goes on.
 *
 * @param until when to stop, however much is left
 */
export async function scavenge(ports: ScavengePorts, until: Instant): Promise<ScavengerRun> {
  const { store, clock, rules } = ports;
  const startedAt = clock.now();
  const kinds: Record<string, Tidied> = {};
  const faults: Fault[] = [];
  let isFinished = true;
  for (const project of rotated(await store.projects(), Math.floor(startedAt / HOUR))) {
    const needed = await neededIn(store, project);
    const holding = rulesOf(await store.get('retention', { project, id: projectRulesId(project) }), rules);
    for (const kind of RETAINED_KINDS) {
      const rule = ruleFor(holding, kind, project);
      if (!rule || rule.disposition === 'keep' || (rule.disposition === 'archive' && faults.length > 0)) continue;
      const { tidied, end } = clock.now() < until ? await tidy(ports, rule, project, needed, until) : OVERDUE;
      kinds[kind] = plus(kinds[kind] ?? NOTHING_TIDIED, tidied);
      if (end === 'unfinished') isFinished = false;
      else if (end !== 'done') faults.push(end.refused);
    }
    await tidyJournal(ports, project, needed);
  }
  const run: ScavengerRun = {
    startedAt,
    endedAt: clock.now(),
    outcome: faults.length > 0 ? 'refused' : isFinished ? 'done' : 'unfinished',
    kinds,
    faults: faults.map(({ code, message }) => ({ code, message })),
  };
  await untilCommitted(async () => store.commit([{ put: 'scavenging', doc: withRun(await store.get('scavenging', SCAVENGING), run) }]));
  return run;
}

const OVERDUE = { tidied: NOTHING_TIDIED, end: 'unfinished' } as const;
