import type { JsonObject } from '../../../domain/kernel/json.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { texts } from '../autoscaling/operation.ts';
import { isAwsFault } from '../fault.ts';
import { fitsPattern } from './filters.ts';
import { allTypes, isBurstable, type Type } from './machine-types.ts';
import { missingParameter, reads } from './operation.ts';
import { pageOf } from './page.ts';

/** The types of the catalogue that fit what is required of one. What no type here has, such as accelerators, is never met. */
export const getInstanceTypesFromInstanceRequirements = reads(async ({ machines }, call, input) => {
  const required = input.InstanceRequirements as unknown as JsonObject | undefined;
  for (const member of ['ArchitectureTypes', 'VirtualizationTypes'] as const)
    if ((texts(input[member]) ?? []).length === 0) return missingParameter(member.slice(0, -1));
  if (!required) return missingParameter('InstanceRequirements');
  for (const member of ['VCpuCount', 'MemoryMiB'])
    if (range(required[member]).least === undefined) return missingParameter(`InstanceRequirements.${member}.Min`);
  const isOurs = texts(input.ArchitectureTypes)?.includes('x86_64') && texts(input.VirtualizationTypes)?.includes('hvm');
  const wanted = isOurs ? allTypes(machines).filter((type) => meets(type, required)) : [];
  const shown = pageOf(call, 'GetInstanceTypesFromInstanceRequirements', input, wanted, ({ name }) => name, { least: 1 });
  if (isAwsFault(shown)) return shown;
  return { InstanceTypes: shown.items.map(({ name }) => ({ InstanceType: name })), ...shown.token };
});

type Bounds = { readonly least: number | undefined; readonly most: number | undefined };

function range(value: unknown): Bounds {
  const { Min, Max } = isJsonObject(value) ? value : {};
  return { least: typeof Min === 'number' ? Min : undefined, most: typeof Max === 'number' ? Max : undefined };
}

const within = (value: number, { least = 0, most = Number.POSITIVE_INFINITY }: Bounds): boolean => value >= least && value <= most;

/** How much every type has of it. */
const OF_ALL: Readonly<Record<string, number>> = {
  AcceleratorCount: 0,
  AcceleratorTotalMemoryMiB: 0,
  TotalLocalStorageGB: 0,
  NetworkInterfaceCount: 1,
};

function meets({ name, vcpus, memory }: Type, required: JsonObject): boolean {
  const some = (member: string) => {
    const patterns = required[member];
    return Array.isArray(patterns) && patterns.some((pattern) => typeof pattern === 'string' && fitsPattern(pattern, name));
  };
  const lists = (member: string) => Array.isArray(required[member]) && required[member].length > 0;
  return (
    within(vcpus, range(required.VCpuCount)) &&
    within(memory, range(required.MemoryMiB)) &&
    within(memory / 1_024 / vcpus, range(required.MemoryGiBPerVCpu)) &&
    Object.entries(OF_ALL).every(([member, amount]) => within(amount, range(required[member]))) &&
    wants(required.BurstablePerformance ?? 'excluded', isBurstable(name)) &&
    wants(required.BareMetal ?? 'excluded', false) &&
    wants(required.LocalStorage ?? 'included', false) &&
    required.RequireHibernateSupport !== true &&
    (!lists('InstanceGenerations') || (required.InstanceGenerations as readonly unknown[]).includes('current')) &&
    !['AcceleratorTypes', 'AcceleratorNames', 'AcceleratorManufacturers'].some(lists) &&
    !some('ExcludedInstanceTypes') &&
    (!lists('AllowedInstanceTypes') || some('AllowedInstanceTypes'))
  );
}

const wants = (said: unknown, has: boolean): boolean => said === 'included' || (said === 'required') === has;
