import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { GRANTABLE, type Grant, isExpired, type Share } from '../../domain/permission/grant.ts';
import type { App } from '../app.ts';
import { listDocuments, pageOf } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import type { Answer } from '../verb.ts';
import { sharesOf } from './find-shared.ts';
import { forgetGrants } from './forget-grants.ts';
import type { Granting, SeenGrant } from './granting.ts';

/** The grant a caller means: one that was given by the project, or, if the caller may look at those, to the caller. */
export async function findGrant(app: App, caller: Principal, text: string): Promise<Answer<SeenGrant>> {
  const found = await lookUp(app.store, caller, 'grant', text);
  if (found.kind === 'ok' && !isExpired(found.doc, app.clock.now())) return { kind: 'ok', grant: found.doc, direction: 'given' };
  if (found.kind === 'refused' && found.fault.code !== 'grant.not-found') return found;
  const missing = refused('grant.not-found', `The grant '${text}' could not be found.`);
  const received = (await receivedBy(app, caller)).filter(({ id }) => text !== '' && id.startsWith(text));
  if (received.length > 1)
    return refused('grant.ambiguous', `Multiple results found matching the query criteria '${text}'. Please be more specific.`);
  return received[0] ? judged(caller, received[0]) : missing;
}

const judged = ({ reach }: Principal, share: Share): Answer<SeenGrant> =>
  reach?.accesses.includes('read-only')
    ? seen(share)
    : refused('forbidden', 'A grant is changed and revoked by the project that has given it.');

const seen = (share: Share) => ({ kind: 'ok', grant: given(share), direction: 'received' }) as const;

/** As its owner has it. */
const given = ({ owner, ...share }: Share): Grant => ({ ...share, project: owner });

const receivedBy = async ({ store }: App, caller: Principal): Promise<readonly Share[]> => {
  const { reach } = caller;
  return reach ? (await sharesOf(store, { ...caller, reach })).filter(({ owner }) => owner !== caller.projectId) : [];
};

export const showGrant =
  (app: App): Granting['showGrant'] =>
  (caller, text) =>
    findGrant(app, caller, text);

export const listGrants =
  (app: App): Granting['listGrants'] =>
  async (caller, request) => {
    const { direction, ...filters } = request.filters;
    const wanted = (one: SeenGrant['direction']) => direction === undefined || direction.includes(one);
    const ours = wanted('given') ? await givenBy(app, caller, request.globalProject) : [];
    if ('kind' in ours) return ours;
    const theirs = wanted('received') ? (await receivedBy(app, caller)).map(given) : [];
    const all = new Map<string, SeenGrant>([
      ...theirs.map((grant) => [grant.id, { grant, direction: 'received' }] as const),
      ...ours.map((grant) => [grant.id, { grant, direction: 'given' }] as const),
    ]);
    const page = pageOf(
      'grant',
      [...all.values()].map(({ grant }) => grant),
      { ...request, filters },
    );
    return { kind: 'ok', grants: page.flatMap(({ id }) => all.get(id) ?? []) };
  };

/** A grant ends with its object: one whose object is gone is removed by whoever comes across it in its own project, and was never seen. */
async function givenBy(app: App, caller: Principal, globalProject: boolean): Promise<readonly Grant[] | Refusal> {
  const listed = await listDocuments(app.store, caller, 'grant', { sort: [], filters: {}, globalProject });
  if (listed.kind === 'refused') return listed;
  const living = listed.docs.filter((grant) => !isExpired(grant, app.clock.now()));
  const there = new Set(
    (
      await Promise.all(
        GRANTABLE.map((kind) => {
          const ids = living.filter(({ objectKind }) => objectKind === kind).map(({ project, objectId: id }) => ({ project, id }));
          return app.store.getMany(kind, [...new Map(ids.map((ref) => [ref.id, ref])).values()]);
        }),
      )
    )
      .flat()
      .map(({ id }) => id),
  );
  await forgetGrants(
    app.store,
    living.filter(({ objectId }) => !there.has(objectId)),
  );
  return living.filter(({ objectId }) => there.has(objectId));
}
