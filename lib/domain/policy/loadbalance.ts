import type { JsonObject } from '../kernel/json.ts';
import { type Seconds, seconds } from '../kernel/time.ts';
import type { PropertiesOf } from '../spec/schema.ts';
import { schema } from './loadbalance-schema.ts';
import { type Complaint, definePolicyKind, missing } from './policy-type.ts';

type Properties = PropertiesOf<typeof schema>;

/** Puts the nodes of a cluster behind one address. */
export const loadbalance = definePolicyKind({
  name: 'senlin.policy.loadbalance',
  supportStatus: {
    '1.0': [{ status: 'SUPPORTED', since: '2016.04' }],
    '1.1': [{ status: 'SUPPORTED', since: '2018.01' }],
    '1.2': [{ status: 'SUPPORTED', since: '2020.02' }],
    '1.3': [{ status: 'SUPPORTED', since: '2020.03' }],
    '1.4': [{ status: 'SUPPORTED', since: '2026.11' }],
  },
  beyondSenlin: ['1.4'],
  priority: 500,
  singleton: true,
  appliesTo: ['os.nova.server-1.0', 'container.dockerinc.docker-1.0', 'local.process-1.0', 'fake.node-1.0'],
  className: 'LoadBalancingPolicy',
  schema,

  *complaints({ pool, vip, health_monitor: monitor, drain_timeout, lb_status_timeout }) {
    yield pool ? undefined : missing('pool');
    yield vip?.subnet || vip?.network ? undefined : 'At least one of VIP Subnet or Network must be defined.';
    // What Senlin took goes on being taken: only our versions have this, if only by default.
    if (drain_timeout === undefined) return;
    yield* aboutPool(pool);
    yield* aboutVip(vip);
    yield* aboutMonitor(monitor);
    yield lb_status_timeout <= 0 ? "the 'lb_status_timeout' must be > 0" : undefined;
    yield drain_timeout < 0 || drain_timeout > 3_600 ? "the 'drain_timeout' must be between 0 and 3600" : undefined;
  },
});

function* aboutPool(pool: Properties['pool']): Iterable<Complaint> {
  if (!pool) return;
  yield outOfRange('pool', 'protocol_port', pool.protocol_port, 65_535);
  const { type, cookie_name } = pool.session_persistence;
  yield type === 'APP_COOKIE' && !cookie_name
    ? "the 'session_persistence' of 'pool' must have a 'cookie_name' where its 'type' is APP_COOKIE"
    : undefined;
}

function* aboutVip(vip: Properties['vip']): Iterable<Complaint> {
  if (!vip) return;
  yield outOfRange('vip', 'protocol_port', vip.protocol_port, 65_535);
  yield vip.connection_limit < -1 ? "the 'connection_limit' of 'vip' must be >= 0 or -1" : undefined;
}

/** One that is there already is as it is. */
function* aboutMonitor(monitor: Properties['health_monitor']): Iterable<Complaint> {
  if (!monitor || monitor.id) return;
  for (const item of ['delay', 'timeout'] as const) yield monitor[item] <= 0 ? `the '${item}' of 'health_monitor' must be > 0` : undefined;
  yield outOfRange('health_monitor', 'max_retries', monitor.max_retries, 10);
  yield monitor.url_path && !monitor.url_path.startsWith('/') ? "the 'url_path' of 'health_monitor' must begin with '/'" : undefined;
}

const outOfRange = (where: string, item: string, value: number, most: number): Complaint =>
  value < 1 || value > most ? `the '${item}' of '${where}' must be between 1 and ${most}` : undefined;

/** How long connections may take to end before a member is removed. */
export const drainOf = ({ drain_timeout }: JsonObject): Seconds => seconds(typeof drain_timeout === 'number' ? drain_timeout : 30);
