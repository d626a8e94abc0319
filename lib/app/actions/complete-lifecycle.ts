import { actionOfToken, answerHook } from '../../domain/action/hook-answer.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { isId } from '../../domain/kernel/ids.ts';
import { type App, untilCommitted } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { lookUp } from '../lookup.ts';

/**
 * Answers the lifecycle hook an action waits at. The action goes on at once when the message about it arrives, and with its alarm when not.
 *
 * An action that never came to a hook takes any answer and ignores it, as in Senlin.
 */
export const completeLifecycle =
  (app: App): Clustering['completeLifecycle'] =>
  (caller, answer) =>
    untilCommitted(async () => {
      const id = actionOfToken(answer.token);
      const unknown = refused('action.not-found', `The action '${answer.token}' could not be found.`);
      if (!isId(id)) return unknown;
      const found = await lookUp(app.store, caller, 'action', id);
      if (found.kind === 'refused') return found.fault.code === 'forbidden' ? found : unknown;
      const action = found.doc;
      if (!action.hook && answer.token === id) return { kind: 'ok', actionId: id };
      const answered = answerHook(action, answer, app.clock.now());
      if ('code' in answered) return { kind: 'refused', fault: answered };
      if ((await app.store.commit([{ put: 'action', doc: answered }])) === 'stale') return 'stale';
      if (answer.result !== 'HEARTBEAT') await app.nudges.send([{ project: action.project, id, queue: workQueueOf(action.action) }]);
      return { kind: 'ok', actionId: id };
    });
