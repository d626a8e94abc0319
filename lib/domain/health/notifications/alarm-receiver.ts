import { z } from 'zod';
import type { Ref } from '../../documents.ts';
import { isId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/time.ts';
import { momentOf } from './moment.ts';

const Message = z.object({
  id: z.string().min(1),
  time: z.string(),
  detail: z.object({
    alarmName: z.string(),
    state: z.object({ value: z.literal('ALARM') }),
    configuration: z.object({ description: z.string() }),
  }),
});

/** What an alarm asks for that is about no resource: its description says `coppice-receiver: <project id>/<receiver id>`. */
export type AlarmSignal = { readonly eventId: string; readonly alarm: string; readonly receiver: Ref; readonly at: Instant };

/** Undefined for an alarm that names no receiver, and for one that is over. */
export function alarmSignalIn(event: unknown): AlarmSignal | undefined {
  const { data } = Message.safeParse(event);
  const [, project, id] =
    /\bcoppice-receiver:\s*([\w.-]{1,64})\/([0-9a-f-]{36})\b/.exec(data?.detail.configuration.description ?? '') ?? [];
  const at = momentOf(data?.time ?? '');
  if (!data || at === undefined || project === undefined || id === undefined || !isId(id)) return undefined;
  return { eventId: data.id, alarm: data.detail.alarmName, receiver: { project, id }, at };
}
