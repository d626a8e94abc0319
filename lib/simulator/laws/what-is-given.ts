import type { RestLaw } from './law.ts';

/** What holds of grants, once nobody has anything left to do. Who looks and writes under them is held to them where it happens: process, deeds. */
export const GIVING_LAWS: readonly RestLaw[] = [
  {
    id: 'I9',
    says: 'nobody is let at anything that its owner’s list does not have, nor for more',
    offenders: ({ store }) => {
      const grants = new Map(store.everything('grant').map((grant) => [grant.id, grant]));
      return store.everything('share').flatMap(({ id, access, expiresAt, objectId, owner }) => {
        const grant = grants.get(id);
        const isSame = grant?.access === access && grant.expiresAt === expiresAt && grant.objectId === objectId && grant.project === owner;
        return isSame ? [] : [`${objectId} of ${owner}, ${access}`];
      });
    },
  },
  {
    id: 'I24',
    says: 'nothing is given of what is gone',
    offenders: ({ store }) =>
      store
        .everything('grant')
        .filter(({ objectKind, objectId }) => !store.everything(objectKind).some(({ id }) => id === objectId))
        .map(({ objectKind, objectName }) => `${objectKind} ${objectName}`),
  },
];
