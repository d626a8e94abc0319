import type { Entry } from '../../domain/journal/journal.ts';
import { WINDOW } from '../../domain/journal/journal.ts';
import { bornAt } from '../../domain/kernel/ids.ts';
import { lastOf } from '../journal/numbered.ts';
import type { Needed } from './needed.ts';
import type { TidyPorts } from './tidy.ts';

type Ports = Pick<TidyPorts, 'store' | 'expiry' | 'clock'>;

const PAGE = 100;

/**
 * The numbers of events go with the events: an entry all of whose events are older than the oldest that is there. The last one stays, being where the journal ends, and
 * so does whatever may have to be read again to know who is numbered.
 */
export async function tidyJournal({ store, expiry, clock }: Ports, project: string, { journal, toldTo }: Needed): Promise<number> {
  if (!journal) return 0;
  const [oldest] = (await store.list('event', project, { limit: 1 })).items;
  const from = oldest ? bornAt(oldest.id) : journal.settledTo;
  const mayGo = (entry: Entry): boolean =>
    entry.at + WINDOW * 1_000 < from && lastOf(entry) <= toldTo && lastOf(entry) < journal.since && lastOf(entry) < journal.next - 1;
  for (let gone = 0, after: string | undefined; ; ) {
    const page = await store.list('entry', project, { after, limit: PAGE });
    const some = page.items.filter(mayGo);
    gone += some.length === 0 ? 0 : await expiry.expire('entry', some, clock.now());
    after = page.last;
    if (some.length < page.items.length || after === undefined) return gone;
  }
}
