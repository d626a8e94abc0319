import { aboutHealth, aboutHost, aboutPlace, aboutProcess } from './docker-rules.ts';
import { schema } from './docker-schema.ts';
import { unknownContextKeys } from './openstack-context.ts';
import { operation, parameter } from './operation.ts';
import { defineProfileType } from './profile-type.ts';

/**
 * A container of a Docker engine. Senlin's type and, beyond it: `host_node` and `host_cluster` may both be missing, which means the
 * engines the operator configured, and a container may be given what containers usually need.
 */
export const dockerContainer = defineProfileType({
  name: 'container.dockerinc.docker',
  version: '1.0',
  supportStatus: { '1.0': [{ status: 'EXPERIMENTAL', since: '2017.02' }] },
  senlin: true,
  recoverActions: ['REBOOT', 'RECREATE'],
  suspension: { suspend: 'pause', resume: 'unpause' },
  schema,
  operations: {
    restart: operation('Restart the container.', {
      wait_time: parameter('Integer', 'Number of seconds the container has to end before it is killed.'),
    }),
    pause: operation('Pause the container.'),
    unpause: operation('Let a paused container continue.'),
  },

  *complaints(properties) {
    yield unknownContextKeys(properties.context);
    yield* aboutHost(properties);
    yield* aboutProcess(properties);
    yield* aboutPlace(properties);
    yield* aboutHealth(properties);
  },
});
