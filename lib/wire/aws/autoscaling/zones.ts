import { subnetsIn, zoneOfSubnet } from '../../../domain/group/subnets.ts';
import { type AwsFault, validationError } from '../fault.ts';

/** The zones that a request means. @param zones as given, if they were */
export function zonesOf(region: string, zones: readonly string[] | undefined, subnets: string | undefined): readonly string[] | AwsFault {
  const listed = subnetsIn(subnets ?? '');
  const strange = listed.find((one) => !/^subnet-[0-9a-z]+$/i.test(one));
  if (strange !== undefined) return validationError(`The subnet ID '${strange}' does not exist`);
  const wrong = (zones ?? []).find((zone) => !zone.startsWith(region) || !/^[a-z]$/.test(zone.slice(region.length)));
  if (wrong !== undefined) return validationError(`Invalid availability zones: [${wrong}]`);
  if (zones && zones.length > 0) return [...new Set(zones)].sort();
  if (listed.length > 0) return [...new Set(listed.map((subnet, place) => zoneOfSubnet(region, subnet, place)))];
  return validationError('At least one Availability Zone or VPC Subnet is required.');
}
