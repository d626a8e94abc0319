import type { Documents, Write } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Access } from '../../domain/permission/access.ts';
import { accessesOf } from '../../domain/permission/coverage.ts';
import { audienceOf, type Grant, type Grantable, type Grantee, grantId, isExpired, shareOf } from '../../domain/permission/grant.ts';
import { type GrantDeed, tellGrant } from '../../domain/permission/tell-grant.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import { withoutGrant } from './forget-grants.ts';
import type { Granting } from './granting.ts';
import { findGrant } from './see-grants.ts';

/** How many grants a project may have given. Whoever looks beyond their project reads all that they were given. */
const MOST_GIVEN = 1_000;

/** Shares what is the project's own. What was shared with the project is not the project's to share: the rules say so, for any grant. */
export const createGrant =
  (app: App): Granting['createGrant'] =>
  (caller, { objectKind, object, grantee, access, expiresAt }) =>
    untilCommitted(async () => {
      const { store } = app;
      const found = await lookUp(store, caller, objectKind, object);
      if (found.kind === 'refused') return found;
      const { id: objectId, project, name: objectName } = found.doc;
      const now = app.clock.now();
      const fault = whyNot(caller, project, grantee) ?? whyNotFor(objectKind, access) ?? whyNotUntil(expiresAt, now);
      if (fault) return fault;
      const id = grantId(objectId, grantee);
      const { items } = await store.list('grant', project);
      const before = items.find((grant) => grant.id === id);
      if (before && !isExpired(before, now))
        return refused('grant.exists', `The ${objectKind} '${objectName}' is shared with them already: change that grant.`);
      if (items.length >= MOST_GIVEN) return refused('grant.too-many', `A project can have given ${MOST_GIVEN} grants.`);
      const grant: Grant = {
        id,
        project,
        user: caller.userId,
        objectKind,
        objectId,
        objectName,
        grantee,
        access,
        ...expiring(expiresAt),
        createdAt: now,
        updatedAt: null,
        version: before?.version ?? 0,
      };
      return keep(app, caller, 'GRANT_CREATE', grant, [touched(objectKind, found.doc)]);
    });

export const updateGrant =
  (app: App): Granting['updateGrant'] =>
  (caller, text, { access, expiresAt }) =>
    untilCommitted(async () => {
      const found = await findGrant(app, caller, text);
      if (found.kind === 'refused') return found;
      const before = found.grant;
      const now = app.clock.now();
      const fault = whyNotFor(before.objectKind, access ?? before.access) ?? whyNotUntil(expiresAt, now);
      if (fault) return fault;
      const changed = (access ?? before.access) !== before.access || (expiresAt ?? before.expiresAt) !== before.expiresAt;
      if (!changed) return refused('request.malformed', 'No property needs an update.');
      const grant = { ...before, ...(access && { access }), ...(expiresAt && expiring(expiresAt)), updatedAt: now };
      return keep(app, caller, 'GRANT_UPDATE', grant);
    });

export const deleteGrant =
  (app: App): Granting['deleteGrant'] =>
  (caller, text) =>
    untilCommitted(async () => {
      const found = await findGrant(app, caller, text);
      if (found.kind === 'refused') return found;
      const told = tellGrant('GRANT_DELETE', found.grant, caller.userId, app.clock.now(), newId(app));
      const writes = [...(await withoutGrant(app.store, found.grant)), { put: 'event', doc: told } as const];
      return (await app.store.commit(writes)) === 'stale' ? 'stale' : { kind: 'ok' };
    });

/** Where it is given and where it is found, in one commit: nobody is let at anything that its owner's list does not have. */
async function keep({ store, ...app }: App, caller: Principal, deed: GrantDeed, grant: Grant, more: readonly Write[] = []) {
  const share = await store.get('share', { project: audienceOf(grant.grantee), id: grant.id });
  const committed = await store.commit([
    { put: 'grant', doc: grant },
    { put: 'share', doc: shareOf(grant, share?.version ?? 0) },
    { put: 'event', doc: tellGrant(deed, grant, caller.userId, app.clock.now(), newId(app)) },
    ...more,
  ]);
  if (committed === 'stale') return 'stale';
  return { kind: 'ok', grant: { ...grant, version: grant.version + 1 }, direction: 'given' } as const;
}

/**
 * What is given must still be there when it is, and whoever is removing it must see that it was: its version moves. Only of nodes it is noted, whose
 * removals are many.
 */
const TOUCHED: { readonly [K in Grantable]: (doc: Documents[K]) => Write } = {
  cluster: (doc) => ({ put: 'cluster', doc }),
  node: (doc) => ({ put: 'node', doc: { ...doc, given: true } }),
  profile: (doc) => ({ put: 'profile', doc }),
  policy: (doc) => ({ put: 'policy', doc }),
  schedule: (doc) => ({ put: 'schedule', doc }),
  receiver: (doc) => ({ put: 'receiver', doc }),
  subscription: (doc) => ({ put: 'subscription', doc }),
  workflow: (doc) => ({ put: 'workflow', doc }),
};
const touched = <K extends Grantable>(kind: K, doc: Documents[K]): Write => TOUCHED[kind](doc);

/** Once it has expired it goes by itself. */
const expiring = (expiresAt: Instant | undefined): Pick<Grant, 'expiresAt' | 'forgetAt'> =>
  expiresAt === undefined ? { expiresAt: null } : { expiresAt, forgetAt: expiresAt };

const whyNotFor = (kind: Grantable, access: Access): Refusal | undefined =>
  accessesOf(kind).includes(access)
    ? undefined
    : refused('grant.invalid', `A ${kind} can be shared ${accessesOf(kind).join(' or ')} only.`);

const whyNotUntil = (expiresAt: Instant | undefined, now: Instant): Refusal | undefined =>
  expiresAt !== undefined && expiresAt <= now ? refused('grant.invalid', "The value for 'expires_at' is in the past.") : undefined;

/** Sharing with whoever has a role anywhere is publishing: the operator's to do. */
function whyNot(caller: Principal, project: string, grantee: Grantee): Refusal | undefined {
  const where = grantee.type === 'user' ? undefined : grantee.type === 'role' ? grantee.project : grantee.id;
  if (where === project) return refused('grant.invalid', 'It is in that project: whoever has a role there needs no grant.');
  if (where === null && !caller.isAdmin)
    return refused('forbidden', "Only an administrator may share with a role in every project: say in which, with 'grantee_project'.");
  return undefined;
}
