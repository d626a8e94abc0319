import { boolean, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { putTogether } from './affinity-group.ts';
import { definePolicyKind } from './policy-type.ts';

const schema = {
  servergroup: map('Properties of the VM server group', {
    name: string('The name of the server group'),
    policies: string('The server group policies.', {
      default: 'anti-affinity',
      values: ['affinity', 'soft-affinity', 'anti-affinity', 'soft-anti-affinity'],
    }),
  }),
  availability_zone: string('Name of the availability zone to place the nodes.'),
  enable_drs_extension: boolean('Enable vSphere DRS extension.', { default: false }),
} satisfies SpecSchema;

/** Keeps the nodes of a cluster together, or apart. */
export const affinity = definePolicyKind({
  name: 'senlin.policy.affinity',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2016.10' }] },
  priority: 300,
  singleton: true,
  appliesTo: ['os.nova.server-1.0', 'fake.node-1.0'],
  className: 'AffinityPolicy',
  schema,
  // Without a group nodes are kept apart, in one of any name. Senlin lets such a policy in and fails to attach it.
  complaints: () => [],

  conduct: { before: ['CLUSTER_CREATE', 'CLUSTER_RECOVER', 'CLUSTER_SCALE_OUT', 'CLUSTER_RESIZE', 'NODE_CREATE'], decide: putTogether },
});
