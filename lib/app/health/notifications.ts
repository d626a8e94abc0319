import { alarmSignalIn } from '../../domain/health/notifications/alarm-receiver.ts';
import { BROUGHT, POSTED } from '../../domain/health/notifications/catalogue.ts';
import type { Reading } from '../../domain/health/notifications/fact.ts';
import { added, counted, NOBODYS, type Reception, SHEETS, sheetId, type Tally } from '../../domain/health/tally.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { isJsonObject } from '../../domain/kernel/json.ts';
import { stateChangeIn } from '../../domain/workflow/state-change.ts';
import type { App } from '../app.ts';
import { heedEnd } from '../workflows/heed-end.ts';
import { heedAlarm } from './heed-alarm.ts';
import { takeFact } from './take-fact.ts';

/** What the intake knows of the installation. */
export type Intake = {
  /** Whose marks are ours. */
  readonly installation: string;
  /** The account whose events count. */
  readonly account: string;
};

/** A count is not worth more tries than this: under a storm of news it may miss some. */
const MOST_TRIES = 5;

/** An event of a bus: EventBridge's form. Counts it, whatever it comes to. */
export async function takeEvent(app: App, intake: Intake, event: unknown): Promise<Reception> {
  const said = isJsonObject(event) ? event : {};
  const kind = BROUGHT.find(({ source, detailType }) => source === said.source && detailType === said['detail-type']);
  if (!kind) return count(app, 'unknown', 'unknown', undefined);
  if (said.account !== intake.account) return count(app, kind.name, 'foreign', undefined);
  const change = kind.name === 'stepfunctions' ? stateChangeIn(event) : 'unknown';
  if (typeof change === 'object') {
    const { reception, project } = await heedEnd(app, change);
    return count(app, kind.name, reception, project);
  }
  const signal = kind.name === 'cloudwatch' ? alarmSignalIn(event) : undefined;
  if (signal) {
    const reception = await heedAlarm(app, signal);
    // Whose it is, is known once there is such a receiver.
    return count(app, kind.name, reception, reception === 'taken' || reception === 'refused' ? signal.receiver.project : undefined);
  }
  return heed(app, intake, kind.name, kind.read(event, { now: app.clock.now() }), undefined);
}

/**
 * A message that somebody posted, who has shown who they are.
 *
 * @param project theirs, to which what they may tell of is kept; undefined for the operator
 * @param nodeId whom the message is about, where its sender put that beside it
 */
export async function takeMessage(
  app: App,
  intake: Intake,
  source: string,
  message: unknown,
  project: string | undefined,
  nodeId?: string,
): Promise<Reception> {
  const read = Object.hasOwn(POSTED, source) ? POSTED[source] : undefined;
  if (!read) return count(app, 'unknown', 'unknown', project);
  return heed(app, intake, source, read(message, { now: app.clock.now(), nodeId }), project);
}

/** A message whose sender did not show who they are. */
export const dropForged = (app: App, source: string): Promise<Reception> =>
  count(app, Object.hasOwn(POSTED, source) ? source : 'unknown', 'forged', undefined);

async function heed(app: App, intake: Intake, source: string, reading: Reading, project: string | undefined): Promise<Reception> {
  if (reading.kind !== 'fact') return count(app, source, reading.kind, project);
  const { reception, project: whose } = await takeFact(app, reading.fact, { installation: intake.installation, only: project });
  return count(app, source, reception, whose);
}

async function count(app: App, source: string, reception: Reception, project = NOBODYS): Promise<Reception> {
  const { store, clock, random } = app;
  const id = sheetId(random.entropy().low % SHEETS);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const sheet = await store.get('tally', { project, id });
    const next = counted(sheet, project, id, source, reception, clock.now());
    if ((await store.commit([{ put: 'tally', doc: next }])) === 'committed') break;
  }
  return reception;
}

/** What became of notifications: of the caller's project and, for an administrator, of those of no project's. */
export async function countNotifications({ store }: App, caller: Principal): Promise<Tally['counts']> {
  const owners = [caller.projectId, ...(caller.isAdmin ? [NOBODYS] : [])];
  const sheets = await Promise.all(owners.map((project) => store.list('tally', project)));
  return added(sheets.flatMap(({ items }) => items));
}
