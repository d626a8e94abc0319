import type { Policy } from '../../../lib/domain/policy/policy.ts';
import { aPolicy, idOf } from '../documents.ts';

const rule = (name: string, type: string, version: string, properties: object): Policy =>
  aPolicy({ id: idOf(name), name, type: `${type}-${version}`, spec: { type, version, properties: { ...properties } } });

const HOOK = 'coppice.policy.lifecycle_hook';

/** The policies there are in a world: what stands between a node and service. */
export const RULES: readonly Policy[] = [
  rule('gate-in', HOOK, '1.0', { transition: 'LAUNCHING', timeout: 50, default_result: 'CONTINUE', target: { queue: 'gates' } }),
  rule('gate-out', HOOK, '1.0', { transition: 'TERMINATING', timeout: 50, target: { url: 'https://example.org/gate' } }),
  rule('as-senlin', 'senlin.policy.deletion', '1.1', { hooks: { type: 'zaqar', params: { queue: 'gates' }, timeout: 40 } }),
  rule('balance', 'senlin.policy.loadbalance', '1.3', { pool: { subnet: 'here' }, vip: { subnet: 'here' } }),
];
