import { z } from 'zod';
import { RoleName } from './role.ts';

/** What a user may be in one project. Implied roles are not written down: they follow. */
export const RoleAssignment = z.object({ userId: z.string(), projectId: z.string(), roles: z.array(RoleName).readonly() }).readonly();
export type RoleAssignment = z.infer<typeof RoleAssignment>;
