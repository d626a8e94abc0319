import { refused } from '../../domain/kernel/fault.ts';
import { after, seconds } from '../../domain/kernel/time.ts';
import { newSweep, sweepId } from '../../domain/orphan/sweep.ts';
import { type App, untilCommitted } from '../app.ts';
import { note } from '../engine/sweep-orphans.ts';
import { lookUp } from '../lookup.ts';
import { whyNot } from './adopt-orphan.ts';
import type { OrphanVerbs } from './keeping-orphans.ts';
import { removeOrphan } from './remove-orphan.ts';
import { removerOf } from './sweep-members.ts';

/** Somebody's word is good for so long. */
const WORD_LASTS = seconds(86_400);

export const removeByHand =
  (app: App): OrphanVerbs['removeOrphan'] =>
  (caller, text) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'orphan', text);
      if (found.kind === 'refused') return found;
      const orphan = found.doc;
      // One that is being removed already is asked for once more.
      const refusal = orphan.status === 'REMOVING' ? undefined : whyNot(orphan);
      if (refusal) return refusal;
      const remover = removerOf(app, orphan);
      if (!remover) return refused('driver.none', `No driver is configured for profile type '${orphan.profileType}'.`);
      const maker = await app.store.get('action', { project: orphan.project, id: orphan.mark.token });
      const outcome = await removeOrphan(app, remover, orphan, maker, caller.userId);
      if (!outcome) return 'stale';
      if (outcome.kind === 'fault') return { kind: 'refused', fault: outcome.fault };
      return { kind: 'ok', orphan: { ...orphan, status: 'REMOVING' }, isRemoved: outcome.kind === 'ok' };
    });

export const proceedSweep =
  (app: App): OrphanVerbs['proceedSweep'] =>
  async (caller, profileType, { atMost }) => {
    const known = await app.store.get('sweep', { project: newSweep(profileType).project, id: sweepId(profileType) });
    if (!known) return refused('sweep.not-found', `The sweep '${profileType}' could not be found.`);
    if (!known.halted) return refused('sweep.not-halted', `The sweep '${profileType}' is not halted.`);
    const until = after(app.clock.now(), WORD_LASTS);
    return { kind: 'ok', sweep: await note(app, profileType, () => ({ allowed: { atMost, until, by: caller.userId } })) };
  };
