import { boolean, freeMap, integer, number, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { operation, parameter } from './operation.ts';
import { below, outside } from './process-rules.ts';
import { defineProfileType, RECOVER_ACTIONS } from './profile-type.ts';

const schema = {
  latency: number('Number of seconds every request takes.', { default: 0, updatable: true }),
  jitter: number('Number of seconds by which the latency varies at most, both ways.', { default: 0, updatable: true }),
  create_failures: integer('How many creations of each node fail, as if by chance, before one succeeds.', { default: 0, updatable: true }),
  failure_rate: number('The share of requests that fail, between 0 and 1.', { default: 0, updatable: true }),
  failure_kind: string('What a failure says: try again, never try again, or that there is no room.', {
    default: 'transient',
    values: ['transient', 'permanent', 'capacity'],
    updatable: true,
  }),
  late_success: boolean('Whether a creation answers that it timed out and exists all the same.', { default: false, updatable: true }),
  unhealthy_after: number('Number of seconds after its creation when a node falls ill. It never does when omitted.', { updatable: true }),
  metadata: freeMap('Anything: it is shown among the details of the node.', { default: {}, updatable: true }),
} satisfies SpecSchema;

/** Nodes that exist in no cloud and fail on request: for tests, benchmarks and rehearsals. */
export const fakeNode = defineProfileType({
  name: 'fake.node',
  version: '1.0',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2026.11' }] },
  senlin: false,
  recoverActions: RECOVER_ACTIONS,
  // Nobody notices, there being nobody: so that it can be tried.
  interruptedBy: ['latency'],
  suspension: { suspend: 'suspend', resume: 'resume' },
  schema,
  operations: {
    reboot: operation('Reboot the node.', {
      type: parameter('String', "Type of reboot which can be 'SOFT' or 'HARD'.", { default: 'SOFT', values: ['SOFT', 'HARD'] }),
    }),
    rebuild: operation('Make the node anew under its old name.'),
    pause: operation('Pause the node.'),
    unpause: operation('Let a paused node continue.'),
    start: operation('Start the node.'),
    stop: operation('Stop the node.'),
    suspend: operation('Suspend the node.'),
    resume: operation('Let a suspended node continue.'),
  },

  *complaints({ latency, jitter, create_failures, failure_rate, unhealthy_after }) {
    yield below('latency', latency, 0);
    yield below('jitter', jitter, 0);
    yield below('create_failures', create_failures, 0);
    yield outside('failure_rate', failure_rate, 0, 1);
    yield below('unhealthy_after', unhealthy_after, 0);
  },
});
