import type { ValueOf } from '../spec/schema.ts';
import { schema } from './nova-server-schema.ts';
import { unknownContextKeys } from './openstack-context.ts';
import { operation, parameter } from './operation.ts';
import { defineProfileType, RECOVER_ACTIONS } from './profile-type.ts';

/** A virtual machine of an OpenStack cloud. */
export const novaServer = defineProfileType({
  name: 'os.nova.server',
  version: '1.0',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2016.04' }] },
  senlin: true,
  recoverActions: RECOVER_ACTIONS,
  suspension: { suspend: 'suspend', resume: 'resume' },
  remaking: ['rebuild'],
  // A resize, a rebuild, and other addresses.
  interruptedBy: ['flavor', 'image', 'networks'],
  foundByPhysicalId: true,
  schema,
  operations: {
    reboot: operation('Reboot the nova server.', {
      type: parameter('String', "Type of reboot which can be 'SOFT' or 'HARD'.", { default: 'SOFT', values: ['SOFT', 'HARD'] }),
    }),
    rebuild: operation('Rebuild the server using current image and admin password.'),
    change_password: operation('Change the administrator password.', {
      admin_pass: parameter('String', 'New password for the administrator.', { secret: 'written' }),
    }),
    pause: operation('Pause the server from running.'),
    unpause: operation('Unpause the server to running state.'),
    suspend: operation('Suspend the running of the server.'),
    resume: operation('Resume the running of the server.'),
    lock: operation('Lock the server.'),
    unlock: operation('Unlock the server.'),
    start: operation('Start the server.'),
    stop: operation('Stop the server.'),
    rescue: operation('Rescue the server.', { image_ref: parameter('String', 'A string referencing the image to use.') }),
    unrescue: operation('Unrescue the server.'),
    evacuate: operation('Evacuate the server to a different host.', {
      host: parameter('String', 'The target host to evacuate the server.'),
      force: parameter('String', 'Whether the evacuation should be a forced one.'),
    }),
  },

  *complaints({ context, networks }) {
    yield unknownContextKeys(context);
    // Senlin's schema calls it optional and its validation walks it unasked: nobody ever made a server without it.
    yield networks ? undefined : "Required spec item 'networks' not provided";
    for (const network of networks ?? []) yield* aboutNetwork(network);
  },
});

const VNIC_TYPES = ['normal', 'direct', 'macvtap'];

/** What can be said about one network without asking the cloud, in Senlin's order. */
function* aboutNetwork(net: ValueOf<(typeof schema)['networks']>[number]): Generator<string | undefined> {
  yield net.port === undefined && net.network === undefined ? "One of 'port' and 'network' must be provided" : undefined;
  yield net.port !== undefined && net.fixed_ip
    ? "The 'port' property and the 'fixed_ip' property cannot be specified at the same time"
    : undefined;
  yield net.vnic_type !== undefined && !VNIC_TYPES.includes(net.vnic_type)
    ? `vnic_type: '${net.vnic_type}' is not supported.(supported types are: ${VNIC_TYPES.join(', ')})`
    : undefined;
  yield net.floating_ip && !net.floating_network ? 'Must specify a network to create floating IP' : undefined;
}
