import { type Action, isOpen } from '../../domain/action/action.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

/** Asks an open action to stop, however often somebody else writes it meanwhile. One that has ended needs no asking. */
export async function signal(store: DocumentStore, { project, id }: Pick<Action, 'project' | 'id'>): Promise<void> {
  for (;;) {
    const action = await store.get('action', { project, id });
    if (!action || !isOpen(action) || action.signal !== null) return;
    if ((await store.commit([{ put: 'action', doc: { ...action, signal: 'cancel' } }])) === 'committed') return;
  }
}
