import { boolean, integer, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';

const PROTOCOLS = ['HTTP', 'HTTPS', 'TCP'] as const;

const pool = map('The pool whose members the nodes become.', {
  protocol: string('Protocol the nodes speak.', { default: 'HTTP', values: PROTOCOLS }),
  protocol_port: integer('Port on which the nodes listen.', { default: 80 }),
  subnet: string('Name or ID of the subnet on which the nodes are reached.', { required: true }),
  lb_method: string('How requests are spread over the nodes.', {
    default: 'ROUND_ROBIN',
    values: ['ROUND_ROBIN', 'LEAST_CONNECTIONS', 'SOURCE_IP'],
  }),
  admin_state_up: boolean('Whether the pool is in use.', { default: true }),
  session_persistence: map(
    'How one client is led to the same node again.',
    {
      type: string('What a client is recognised by.', { values: ['SOURCE_IP', 'HTTP_COOKIE', 'APP_COOKIE', 'NONE'] }),
      cookie_name: string('Name of the cookie when the type is APP_COOKIE.'),
    },
    { default: {} },
  ),
  id: string('ID of an existing pool of the given load balancer.'),
});

const vip = map('The address under which clients reach the cluster.', {
  subnet: string('Name or ID of the subnet from which the address is taken. A subnet or a network is needed.'),
  network: string('Name or ID of the network from which the address is taken. A subnet or a network is needed.', { announced: '1.3' }),
  address: string('The IP address, when it must be a certain one.'),
  connection_limit: integer('How many connections per second are let in at most. The default is -1 which means no limit.', {
    default: -1,
  }),
  protocol: string('Protocol the clients speak.', { default: 'HTTP', values: PROTOCOLS }),
  protocol_port: integer('TCP port on which the load balancer listens.', { default: 80 }),
  admin_state_up: boolean('Whether the address is in use.', { default: true }),
});

const healthMonitor = map('How the load balancer finds out whether a node answers.', {
  type: string('Kind of probe.', { default: 'PING', values: ['PING', 'TCP', 'HTTP', 'HTTPS'] }),
  delay: integer('Time between two probes of a node.', { default: 10 }),
  timeout: integer('Time after which a probe has failed.', { default: 5 }),
  max_retries: integer('How many probes may fail before a node gets no requests.', { default: 3 }),
  admin_state_up: boolean('Whether the monitor is in use.', { default: true }),
  http_method: string('HTTP method of the probe.', { values: ['GET', 'POST', 'PUT', 'DELETE'] }),
  url_path: string('Path in the URL of the probe.'),
  expected_codes: string('HTTP status codes that pass.'),
  id: string('ID of an existing monitor of the given load balancer.'),
});

export const schema = {
  pool,
  vip,
  health_monitor: healthMonitor,
  lb_status_timeout: integer('Number of seconds the load balancer has to become ready after each change.', {
    default: 300,
    announced: '1.1',
  }),
  drain_timeout: integer('Number of seconds the connections of a node that goes may take to end. None are waited for when it is 0.', {
    default: 30,
    since: '1.4',
  }),
  loadbalancer: string('Name or ID of an existing load balancer. When omitted, one is made for the cluster.'),
  availability_zone: string('Name of the availability zone in which the load balancer is made.', { announced: '1.2' }),
  flavor_id: string('ID of the flavor with which the load balancer is made.', { announced: '1.3' }),
} satisfies SpecSchema;
