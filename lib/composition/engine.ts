import type { App } from '../app/app.ts';
import { behindCircuit } from '../app/circuits/behind-circuit.ts';
import { refillPool } from '../app/engine/refill-pool.ts';
import { askBalancer } from '../app/health/member-status.ts';
import { callsJournal } from '../app/journal/calls-journal.ts';
import { estates } from '../app/orphans/estates.ts';
import { ProfileNames } from '../app/profiles/profile-names.ts';
import { wholeCommits } from '../app/whole-commits.ts';
import type { Circuit } from '../domain/circuit/circuit.ts';
import { seconds } from '../domain/kernel/time.ts';
import { textOf } from '../domain/retention/location.ts';
import { isArchived, RETAINED_KINDS } from '../domain/retention/rule.ts';
import { cronCalendar } from '../platform/cron-calendar.ts';
import { cryptoRandom } from '../platform/crypto-random.ts';
import { errorFacts } from '../platform/json-log.ts';
import { operatorRules } from '../platform/operator-rules.ts';
import { sqsNudges } from '../platform/sqs-nudges.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Drivers } from '../ports/driver.ts';
import { DynamoDocumentStore } from '../store/dynamo/document-store.ts';
import { inTurns } from '../store/in-turns.ts';
import { whyNotInputs } from '../wire/senlin/ask.ts';
import { ask } from './ask.ts';
import { balancersInUse } from './balancers.ts';
import { dynamoClient, sqsClient } from './clients.ts';
import { config } from './config.ts';
import { allGroups, driversInUse, isFake, offeredTypes } from './drivers.ts';
import { standingsIn } from './identity.ts';
import { identitySetting } from './identity-setting.ts';
import { log } from './log.ts';
import { outgoing } from './outgoing.ts';
import { readPrices } from './prices.ts';
import { quotas } from './quotas.ts';
import { reception } from './reception.ts';
import { redirects } from './redirects.ts';
import { retention } from './retention.ts';
import { sealing } from './sealing.ts';
import { secrets } from './secrets.ts';
import { services } from './services.ts';
import { workflowServices } from './workflows.ts';

/** Between what a driver promises and what counts as its silence: the network's share. */
const MARGIN = seconds(5);

/** One circuit per profile type and process; what opens and closes them stands in the table. The fake cloud fails as its nodes' profiles say, which says nothing of other nodes. */
function behindCircuits(store: DocumentStore): Drivers {
  const told = ({ profileType: type, state, reason, retryAt }: Circuit) =>
    log()(state === 'open' ? 'warn' : 'info', `circuit ${state}`, {
      type,
      ...(retryAt !== null && { reason, retryAt: new Date(retryAt).toISOString() }),
    });
  const guarded = new Map(
    [...driversInUse()].map(([type, driver]) => [
      type,
      isFake(type) ? driver : behindCircuit({ store, clock: systemClock, told }, type, driver),
    ]),
  );
  return (profileType) => guarded.get(profileType);
}

/** What a machine's own table is asked at a time for those who ask for much while several projects ask: enough to keep it busy while the answers are read. */
const AT_ONCE = 3;

let current: App | undefined;

/** The engine and all that the use cases run on. One per process. */
export function engine(): App {
  current ??= build();
  return current;
}

function build(): App {
  const settings = config();
  const nudges = sqsNudges(sqsClient(), settings.queueUrl, (error) => log()('warn', 'nudge lost', errorFacts(error)));
  const { rules, archive } = retention();
  const prices = readPrices(settings.COPPICE_PRICES);
  const archived = new Set(RETAINED_KINDS.filter((kind) => isArchived(rules, kind)));
  const shared = new DynamoDocumentStore(dynamoClient(), settings.TABLE, systemClock, { archived });
  const table = settings.COPPICE_HOME === '' ? shared : inTurns(shared, AT_ONCE);
  const buried = (['cluster', 'node'] as const).filter((kind) => archived.has(kind));
  const held = { defaults: quotas(settings), prices };
  const store = callsJournal(wholeCommits(table, systemClock, held, buried), nudges, systemClock);
  const app: App = {
    store,
    prices,
    drivers: behindCircuits(store),
    services: services(settings),
    clock: systemClock,
    nudges,
    mostNodes: settings.MAX_NODES_PER_CLUSTER,
    margin: MARGIN,
    afterwards: refillPool,
    random: cryptoRandom,
    outgoing: outgoing(),
    memberStatus: askBalancer(balancersInUse(settings).before, store),
    estates: estates({ balancers: balancersInUse(settings).real, groups: allGroups(), store }),
    sealing: sealing(),
    secrets: secrets(),
    reception: reception(),
    mostStreams: settings.COPPICE_EVENT_STREAMS,
    mostMetrics: settings.COPPICE_METRICS,
    targets: [...settings.COPPICE_EVENT_TARGETS, ...Object.keys(redirects())],
    runLifetime: seconds(settings.WORKFLOW_RUN_LIFETIME),
    retention: { rules, archive: archive ? textOf(archive) : null },
    profileNames: new ProfileNames(store, systemClock),
    profileTypes: offeredTypes(settings),
    policyLimits: { leastHealthInterval: settings.HEALTH_CHECK_INTERVAL_MIN, calendar: cronCalendar },
    quotas: quotas(settings),
    ...(settings.COPPICE_DENY.length > 0 && { decisions: operatorRules(settings.COPPICE_DENY) }),
    ...standingsIn(identitySetting()),
    defaultTimeout: seconds(settings.DEFAULT_ACTION_TIMEOUT),
    calendar: cronCalendar,
    scheduleFloor: seconds(settings.SCHEDULE_INTERVAL_MIN),
    ask,
    whyNotInputs,
  };
  return { ...app, services: { ...app.services, ...workflowServices(app) } };
}
