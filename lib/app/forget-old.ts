import type { Kind } from '../domain/documents.ts';
import { audienceOf } from '../domain/permission/grant.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Expiry } from '../ports/expiry.ts';

/** What says itself when it is to be forgotten. */
export const FORGOTTEN = ['request', 'execution', 'grant', 'metric', 'metricHour', 'alarmRecord'] as const satisfies readonly Kind[];

/** Removes what has expired. For tables that do not do so themselves: DynamoDB in AWS does, at no cost. */
export async function forgetOld(ports: Ports, kinds: readonly Kind[]): Promise<void> {
  for (const project of await ports.store.projects()) {
    if (kinds.includes('grant')) await forgetShares(ports, project);
    for (const kind of kinds) await ports.expiry.clear(kind, project, ports.clock.now());
  }
}

/** Shares lie where they are looked for, which only their grants know: they go first. */
async function forgetShares({ expiry, clock }: Ports, project: string): Promise<void> {
  const now = clock.now();
  const grants = await expiry.remains('grant', project, now);
  for (const audience of new Set(grants.map(({ grantee }) => audienceOf(grantee)))) await expiry.clear('share', audience, now);
}

type Ports = { readonly store: DocumentStore; readonly expiry: Expiry; readonly clock: Clock };
