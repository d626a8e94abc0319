import { z } from 'zod';
import { Instant } from '../kernel/time.ts';

export const User = z
  .object({
    id: z.string(),
    name: z.string(),
    domainId: z.string(),
    enabled: z.boolean(),
    /** As `PasswordHash` made it; carries its own parameters. */
    passwordHash: z.string(),
    /** Tokens issued before this are dead: a changed password ends what the old one opened. */
    tokensFrom: Instant,
  })
  .readonly();
export type User = z.infer<typeof User>;
