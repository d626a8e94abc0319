import { z } from 'zod';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { Seconds, seconds } from '../../domain/kernel/time.ts';

/** The properties of `local.process-1.0`, as the driver needs them. */
const Properties = z.object({
  command: z.tuple([z.string().min(1)], z.string()),
  env: z.record(z.string(), z.string()).default({}),
  cwd: z.string().optional(),
  stop_signal: z.string().default('SIGTERM'),
  stop_timeout: Seconds.default(seconds(10)),
});
export type Properties = z.infer<typeof Properties>;

export function readProperties(properties: JsonObject): Properties | Fault {
  const parsed = Properties.safeParse(properties);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  return permanent('process.properties.invalid', `these properties do not describe a process: ${where}`);
}

/** How to end a process. Of what was adopted, or what a profile no longer describes, only the defaults may be known. */
export function endingOf({ stop_signal, stop_timeout }: JsonObject): { readonly signal: string; readonly timeout: number } {
  return {
    signal: typeof stop_signal === 'string' ? stop_signal : 'SIGTERM',
    timeout: typeof stop_timeout === 'number' ? stop_timeout : 10,
  };
}
