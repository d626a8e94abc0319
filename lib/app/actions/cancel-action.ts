import { isFinal, isOpen } from '../../domain/action/action.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { isId, shortId } from '../../domain/kernel/ids.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUp } from '../lookup.ts';
import { forceCancel } from './force-cancel.ts';

/**
 * Asks an action to stop. What it did so far is undone or settled, and only then does it end.
 *
 * Forced, it shows CANCELLED at once and lets go of its cluster; what it may have made is undone behind the scenes, its node staying locked until then.
 */
export const cancelAction =
  (app: App): Clustering['cancelAction'] =>
  (caller, text, { force }) =>
    untilCommitted(async () => {
      if (!isId(text)) return refused('action.not-found', `The action '${text}' could not be found.`);
      const found = await lookUp(app.store, caller, 'action', text);
      if (found.kind === 'refused') return found;
      const action = found.doc;
      if (isFinal(action.status) || !isOpen(action)) {
        if (force) return { kind: 'ok' };
        const expected = "['INIT', 'WAITING', 'READY', 'RUNNING', 'WAITING_LIFECYCLE_COMPLETION']";
        return refused(
          'action.immutable',
          `Action (${shortId(action.id)}) is in status (${action.status}) while expected status must be one of (${expected}).`,
        );
      }
      const asked = { put: 'action', doc: { ...action, signal: 'cancel' } } as const;
      const { writes, freed } = force ? await forceCancel(app, action) : { writes: [asked], freed: [] };
      if ((await app.store.commit(writes)) === 'stale') return 'stale';
      const news = [{ actionId: action.id, action: action.action }, ...freed];
      await app.nudges.send(news.map((next) => ({ project: action.project, id: next.actionId, queue: workQueueOf(next.action) })));
      return { kind: 'ok' };
    });
