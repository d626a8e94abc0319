import { type Action, isOpen } from '../../domain/action/action.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/**
 * Asks an open action to stop, however often somebody else writes it meanwhile. One that has ended needs no asking.
 *
 * @returns the action that was asked, now or before; undefined when it has ended
 */
export async function signal(store: DocumentStore, { project, id }: Pick<Action, 'project' | 'id'>): Promise<Action | undefined> {
  for (;;) {
    const action = await store.get('action', { project, id });
    if (!action || !isOpen(action)) return undefined;
    if (action.signal !== null) return action;
    if ((await store.commit([{ put: 'action', doc: { ...action, signal: 'cancel' } }])) === 'committed') return action;
  }
}
