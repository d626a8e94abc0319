import type { JsonObject } from '../kernel/json.ts';
import { type Seconds, seconds } from '../kernel/time.ts';
import { schema } from './loadbalance-schema.ts';
import { definePolicyKind, missing } from './policy-type.ts';

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

  *complaints({ pool, vip, drain_timeout = 0 }) {
    yield pool ? undefined : missing('pool');
    yield drain_timeout < 0 || drain_timeout > 3_600 ? "the 'drain_timeout' must be between 0 and 3600" : undefined;
    yield vip?.subnet || vip?.network ? undefined : 'At least one of VIP Subnet or Network must be defined.';
  },
});

/** How long connections may take to end before a member is removed. */
export const drainOf = ({ drain_timeout }: JsonObject): Seconds => seconds(typeof drain_timeout === 'number' ? drain_timeout : 30);
