import type { Documents, Kind, Write } from '../domain/documents.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Access } from '../domain/permission/access.ts';
import type { Grant } from '../domain/permission/grant.ts';

type Gift = Pick<Grant, 'id' | 'objectId' | 'access' | 'expiresAt'> & { readonly from: number; until: number };

/** A request's clock may be off, and the clock of all set back. */
const TOLERANCE = 600_000;

/** When something was begun: after which commit, and at what time. */
export type Beginning = { readonly page: number; readonly at: Instant };

/** What was ever given to somebody of another project, as its owners' lists have it: who looks or writes there is held to that, however the service finds it. */
export class Gifts {
  private readonly gifts: Gift[] = [];

  /** @param page the number of the commit it is of */
  heed(write: Write, page: number): void {
    const grant = 'put' in write ? write.put === 'grant' && write.doc : 'remove' in write && write.remove === 'grant' && write.doc;
    if (!grant) return;
    for (const gift of this.gifts) if (gift.id === grant.id && gift.until > page) gift.until = page;
    if ('put' in write) this.gifts.push({ ...(write.doc as Grant), from: page, until: Number.POSITIVE_INFINITY });
  }

  /** Whether anything was good since then. */
  some = (since: Beginning): boolean => this.gifts.some((gift) => isGood(gift, since));

  /** Whether a document, or what it belongs to, was given for that at some moment since then. */
  covers(doc: Partial<Documents[Kind]>, access: Access, since: Beginning): boolean {
    const bearers = bearersOf(doc);
    return this.gifts.some(
      (gift) => isGood(gift, since) && bearers.has(gift.objectId) && (access === 'read-only' || gift.access === 'read-write'),
    );
  }
}

const isGood = ({ until, expiresAt }: Gift, { page, at }: Beginning): boolean =>
  until >= page && (expiresAt === null || expiresAt > at - TOLERANCE);

const NAMES = ['id', 'clusterId', 'target', 'objectId', 'workflowId'] as const;
const bearersOf = (doc: object): ReadonlySet<unknown> => new Set(NAMES.map((name) => (doc as Readonly<Record<string, unknown>>)[name]));
