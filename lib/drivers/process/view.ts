import type { Outcome, Resource } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { isPaused, physicalIdOf } from './client.ts';
import type { Host } from './host.ts';
import type { Located } from './locate.ts';
import type { Exit } from './room.ts';

/** How a resource is. Paused and stopped are not well, even when somebody wanted them so: they do no work. */
export async function healthOf(host: Host, located: Located): Promise<Outcome> {
  if (located.kind === 'none' || located.kind === 'foreign') return unwell('there is no such process', true);
  const { process } = located;
  if (process) return isPaused(process) ? unwell(`process ${process.pid} is paused`, false) : { kind: 'ok' };
  if (located.kind !== 'made' || !located.record) return unwell('there is no such process', true);
  const { record } = located;
  if (record.stopped) return unwell('the process was stopped', false);
  if (record.physicalId === null) return unwell('the process was never started', true);
  const pid = record.physicalId.split('-')[0];
  const exit = await host.rooms.exit(record.token);
  return unwell(exit && exit.physicalId === record.physicalId ? `process ${pid} ${endOf(exit)}` : `process ${pid} has ended`, false);
}

const unwell = (reason: string, gone: boolean): Outcome => ({ kind: 'unhealthy', reason, gone });

const endOf = ({ code, signal }: Exit): string => (signal === null ? `exited with code ${code ?? 'unknown'}` : `was ended by ${signal}`);

/** What users see. The environment is not among it: it is where secrets are. */
export async function detailsOf(
  host: Host,
  { properties, physicalId }: Resource,
  located: Exclude<Located, { kind: 'none' | 'foreign' }>,
): Promise<JsonObject> {
  const { process } = located;
  const record = located.kind === 'made' ? located.record : undefined;
  const description = process && host.table.describe(process.pid);
  const exit = record && (await host.rooms.exit(record.token));
  const ended = exit && exit.physicalId === record.physicalId ? exit : undefined;
  return {
    id: process ? physicalIdOf(process) : (record?.physicalId ?? physicalId),
    status: process ? (isPaused(process) ? 'PAUSED' : 'ACTIVE') : record?.stopped ? 'STOPPED' : 'EXITED',
    pid: process?.pid ?? null,
    state: process?.state ?? null,
    command: properties.command ?? [...(description?.command ?? [])],
    cwd: description?.cwd ?? null,
    started_at: description?.startedAt ? new Date(description.startedAt).toISOString().replace(/\.\d+Z$/, 'Z') : null,
    memory_rss: description?.memory ?? null,
    cpu_time: description?.cpu ?? null,
    exit_code: ended?.code ?? null,
    exit_signal: ended?.signal ?? null,
    logs: record ? host.rooms.logsOf(record.token) : null,
  };
}
