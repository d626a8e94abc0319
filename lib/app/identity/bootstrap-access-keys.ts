import { secretOf } from '../../domain/identity/access-key.ts';
import { DEFAULT_DOMAIN } from '../../domain/identity/domain.ts';
import type { FirstUser } from '../../domain/identity/first-users.ts';
import { identityId } from '../../domain/identity/identity-id.ts';
import type { IdentityPorts } from './ports.ts';

export type FirstUserWithKey = FirstUser & { readonly accessKeyId: string; readonly secret: string };

/**
 * Makes sure that each first user's access key is known. Safe to repeat, and with a table that forgets: names and secrets are the caller's. A key that was
 * disabled stays so.
 */
export const bootstrapAccessKeys =
  ({ store, sealing, clock }: Pick<IdentityPorts, 'store' | 'sealing' | 'clock'>) =>
  async (users: readonly FirstUserWithKey[]): Promise<void> => {
    for (const { user, project, accessKeyId: id, secret } of users) {
      if (await store.accessKey(id)) continue;
      const domainId = DEFAULT_DOMAIN.id;
      const projectId = identityId('project', domainId, project);
      const sealed = await sealing.seal(secret, secretOf({ id, projectId }));
      if (sealed.kind === 'fault') throw new Error(sealed.fault.message);
      const userId = identityId('user', domainId, user);
      // `taken` means that another start was faster: it had the same keys.
      await store.addAccessKey({ id, userId, projectId, sealedSecret: sealed.text, enabled: true, createdAt: clock.now() });
    }
  };
