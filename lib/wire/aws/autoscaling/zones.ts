import { type AwsFault, validationError } from '../fault.ts';

/**
 * The zones that a request means. Subnets are taken on trust: the first is in zone a, the second in zone b, and so on, so that two make two zones.
 *
 * @param zones as given, if they were
 */
export function zonesOf(region: string, zones: readonly string[] | undefined, subnets: string | undefined): readonly string[] | AwsFault {
  const listed = (subnets ?? '').split(',').filter((one) => one.trim() !== '');
  const strange = listed.find((one) => !/^\s*subnet-[0-9a-z]+\s*$/i.test(one));
  if (strange !== undefined) return validationError(`The subnet ID '${strange.trim()}' does not exist`);
  const wrong = (zones ?? []).find((zone) => !zone.startsWith(region) || !/^[a-z]$/.test(zone.slice(region.length)));
  if (wrong !== undefined) return validationError(`Invalid availability zones: [${wrong}]`);
  if (zones && zones.length > 0) return [...new Set(zones)].sort();
  if (listed.length > 0)
    return listed.map((_, place) => `${region}${letter(place)}`).filter((zone, place, all) => all.indexOf(zone) === place);
  return validationError('At least one Availability Zone or VPC Subnet is required.');
}

/** After the sixth they begin again. */
const letter = (place: number): string => 'abcdef'.charAt(place % 6);
