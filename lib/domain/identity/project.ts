import { z } from 'zod';

export const Project = z
  .object({ id: z.string(), name: z.string(), domainId: z.string(), description: z.string(), enabled: z.boolean() })
  .readonly();
export type Project = z.infer<typeof Project>;
