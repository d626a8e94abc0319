import type { Resource } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Found } from './lookup.ts';
import { statusOf, text } from './status.ts';

/** What a cloud would say of it: a stack's words for properties that only stacks have, a server's for all others. */
export function detailsOf({ owner, properties, memory, placement = {} }: Resource, { physicalId, thing }: Found): JsonObject {
  const created = timestamp(typeof memory.createdAt === 'number' ? memory.createdAt : thing?.createdAt);
  const name = text(properties.name) ?? owner.nodeName;
  const status = thing?.broken === undefined ? statusOf(memory) : 'ERROR';
  if (properties.template !== undefined || properties.template_url !== undefined) {
    const tags = [`cluster_node_id=${owner.nodeId}`, `cluster_id=${owner.clusterId}`, `cluster_node_index=${owner.index}`];
    return {
      id: physicalId,
      name,
      status,
      stack_status: 'CREATE_COMPLETE',
      tags,
      creation_time: created,
      parameters: properties.parameters ?? {},
    };
  }
  return {
    id: physicalId,
    name,
    status,
    addresses: {},
    attached_volumes: [],
    created,
    updated: created,
    flavor: properties.flavor ?? '',
    image: properties.image ?? '',
    key_name: properties.key_name ?? null,
    ...(placement.zone !== undefined && { 'OS-EXT-AZ:availability_zone': placement.zone }),
    ...(placement.region_name !== undefined && { region: placement.region_name }),
    ...(placement.servergroup !== undefined && { server_groups: [placement.servergroup] }),
    locked: memory.locked === true,
    metadata: properties.metadata ?? {},
    progress: 100,
    security_groups: '',
  };
}

/** As OpenStack prints it; null for what is no point in time. */
function timestamp(ms: number | undefined): string | null {
  const date = new Date(ms ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
