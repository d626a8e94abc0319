import { journalId } from '../../domain/journal/journal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';

/** The last number of a project's journal; 0 while it has none. */
export async function lastPosition({ store }: Pick<App, 'store'>, project: string): Promise<number> {
  const journal = await store.get('journal', { project, id: journalId(project) });
  return (journal?.next ?? 1) - 1;
}

export const beyond = (last: number): Refusal =>
  refused('subscription.position.unknown', `The project's journal ends at ${last}: there is nothing from there on.`);
