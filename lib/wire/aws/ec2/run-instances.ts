import type { NamedTemplate } from '../../../domain/group/launch-template.ts';
import { ZONES } from '../../../domain/group/subnets.ts';
import { MOST_TAGS } from '../../../domain/group/tags.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { number, realmOf, structures, text } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { reservationOf, viewOf, vpcOf } from './instances.ts';
import { subnetIn } from './network.ts';
import { changes, invalidValue, missingParameter, type Verbs } from './operation.ts';
import { subnetMissing, subnetsSeen } from './subnets.ts';
import { tagsIn } from './tags.ts';
import { malformedId, wrongUserData } from './template-input.ts';

/** Of one launch. */
const MOST = 100;

/** Instances of no group: nodes of no cluster, to be attached to a group or to be used as they are. */
export const runInstances = changes(async (verbs, call, input) => {
  const [least, most] = [number(input.MinCount), number(input.MaxCount)];
  if (least === undefined) return missingParameter('MinCount');
  if (most === undefined) return missingParameter('MaxCount');
  const wrong = wrongCount(least, most) ?? wrongUserData(text(input.UserData));
  if (wrong) return wrong;
  const template = templateIn(input.LaunchTemplate as Structure | undefined);
  if (template && isAwsFault(template)) return template;
  if (!template && input.ImageId === undefined) return missingParameter('ImageId');
  const tags = tagsOf(input);
  if (isAwsFault(tags)) return tags;
  const place = await placeIn(verbs, call, input);
  if ('fault' in place || isAwsFault(place)) return place;
  const token = input.ClientToken === undefined ? undefined : text(input.ClientToken);
  if (token !== undefined && (token === '' || token.length > 64))
    return invalidValue(token.slice(0, 64), 'ClientToken', 'It has 1 to 64 characters.');
  const ran = await verbs.groups.runMachines(realmOf(call), {
    template,
    imageId: text(input.ImageId),
    instanceType: text(input.InstanceType),
    said: saidIn(input),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    least,
    most,
    token,
    ...place,
  });
  if (ran.kind === 'refused') return ran;
  const networks = await verbs.groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  const [first] = ran.machines;
  return {
    ReservationId: first ? reservationOf(first) : '',
    OwnerId: call.account,
    Groups: [],
    Instances: ran.machines.map((one) => viewOf(call, one, undefined, vpcOf(call, networks.networks, one))),
  };
});

function wrongCount(least: number, most: number): AwsFault | undefined {
  if (!Number.isInteger(least) || least < 1) return invalidValue(`${least}`, 'minCount', 'Must be a positive integer.');
  if (!Number.isInteger(most) || most < 1) return invalidValue(`${most}`, 'maxCount', 'Must be a positive integer.');
  if (least > most) return awsFault('InvalidParameterCombination', 'minCount must not be larger than maxCount.');
  return most > MOST ? invalidValue(`${most}`, 'maxCount', `A launch has ${MOST} instances at most.`) : undefined;
}

function templateIn(named: Structure | undefined): NamedTemplate | AwsFault | undefined {
  if (named === undefined) return undefined;
  const { LaunchTemplateId: id, LaunchTemplateName: name, Version: version } = named;
  if ((id === undefined) === (name === undefined))
    return awsFault('InvalidParameterCombination', 'A launch template is named by its ID or by its name, and not by both.');
  const wrong = id === undefined ? undefined : malformedId(text(id));
  return wrong ?? { id: text(id), name: text(name), ...(version !== undefined && { version: text(version) }) };
}

function tagsOf(input: Structure) {
  const list = structures(input.TagSpecifications).filter(({ ResourceType }) => ResourceType === 'instance');
  const tags = tagsIn(list.flatMap(({ Tags }) => structures(Tags)));
  return !isAwsFault(tags) && tags.length > MOST_TAGS ? awsFault('TagLimitExceeded', `A resource has ${MOST_TAGS} tags at most.`) : tags;
}

/** What is acted upon here, or is of this one launch: all else is kept for whoever asks what was said. */
const ACTED_UPON = new Set([
  'ClientToken',
  'DryRun',
  'ImageId',
  'InstanceType',
  'LaunchTemplate',
  'MaxCount',
  'MinCount',
  'Placement',
  'SubnetId',
  'TagSpecifications',
]);

const saidIn = (input: Structure): JsonObject =>
  Object.fromEntries(Object.entries(input).filter(([name, value]) => !ACTED_UPON.has(name) && value !== undefined)) as JsonObject;

type Place = { readonly zone: string; readonly subnet?: string | undefined };

/** The zone of the subnet, or the one that is named, or the first. */
async function placeIn(verbs: Verbs, call: AwsCall, input: Structure): Promise<Place | AwsFault | Refusal> {
  const named = text((input.Placement as Structure | undefined)?.AvailabilityZone);
  const subnet = text(input.SubnetId) || text(structures(input.NetworkInterfaces)[0]?.SubnetId);
  if (named !== '' && !ZONES.some((letter) => named === `${call.region}${letter}`))
    return invalidValue(named.slice(0, 64), 'availabilityZone', 'There is no such zone in the region.');
  if (subnet === '') return { zone: named || `${call.region}a` };
  const known = await subnetsSeen(verbs, call);
  if ('fault' in known) return known;
  const found = known.get(subnet);
  if (!found) return subnetMissing(subnet.slice(0, 64));
  if (named !== '' && named !== found.zone)
    return awsFault('InvalidParameterValue', `The subnet ${subnet} is in ${found.zone}, and not in ${named}.`);
  return { zone: found.zone, ...(subnet !== subnetIn(call.region, found.zone) && { subnet }) };
}
