import { z } from 'zod';
import type { Entropy } from '../kernel/ids.ts';
import { Instant } from '../kernel/time.ts';
import type { RoleAssignment } from './role-assignment.ts';
import type { User } from './user.ts';

/**
 * What an AWS client signs its requests with: a name that travels, and a secret that never does. It stands for one user in one project, with whatever roles the
 * user has there at the moment.
 */
export const AccessKey = z
  .object({
    /** 20 characters, `AKIA…`. */
    id: z.string(),
    userId: z.string(),
    projectId: z.string(),
    /** Signatures are checked by making them again, so a hash would not do. */
    sealedSecret: z.string(),
    enabled: z.boolean(),
    createdAt: Instant,
  })
  .readonly();
export type AccessKey = z.infer<typeof AccessKey>;

/** The alphabet of AWS's own: base32 without digits that look like letters. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param entropy twice 64 bits: names must not collide, and need not be secret */
export function accessKeyId(first: Entropy, second: Entropy): string {
  const words = [first.high, first.low, second.high, second.low];
  const letters = Array.from({ length: 16 }, (_, i) => LETTERS[((words[i >> 2] ?? 0) >>> ((i & 3) * 5)) & 31]);
  return `AKIA${letters.join('')}`;
}

export const isAccessKeyId = (text: string): boolean => /^[A-Z0-9]{16,128}$/.test(text);

/** Whether a key opens anything now: enabled, and its user is, and still has a role in its project. */
export const opensDoors = (key: AccessKey, user: User | undefined, assignment: RoleAssignment | undefined): boolean =>
  key.enabled && user?.enabled === true && assignment !== undefined && assignment.roles.length > 0;

/** What a secret is sealed for. */
export const secretOf = ({ id, projectId }: Pick<AccessKey, 'id' | 'projectId'>) => ({ project: projectId, object: `access-key/${id}` });
