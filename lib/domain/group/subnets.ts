import { resourceDigits } from './resource-digits.ts';

/** Every region has six zones and, as an account of AWS's does, a subnet in each: names that mean nothing but the zone. */
export const ZONES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** What AWS calls a zone beside its name: `us-east-1a` is `use1-az1`. */
export function zoneIdOf(zone: string): string {
  const [continent = '', ...directions] = zone.slice(0, -1).split('-');
  const short = directions.map((one) => one.replace(/north|south|east|west|central|gov/g, ([first = '']) => first)).join('');
  return `${continent}${short}-az${zone.charCodeAt(zone.length - 1) - 96}`;
}

/** It ends in the letter of its zone, which is a digit. */
export const defaultSubnet = (region: string, letter: string): string => `subnet-${resourceDigits(`${region}/subnet`)}${letter}`;

/** What one that somebody makes is called. It ends in the letter of its zone, too: who sees the id knows the zone. @param drawn for it alone */
export function madeSubnet(drawn: string, letter: string): string {
  const own = resourceDigits(drawn).slice(0, 12);
  return `subnet-${own}${voucher(own, letter)}${letter}`;
}

/** So that the id of a subnet from elsewhere is hardly ever taken for one that was made here. */
const voucher = (own: string, letter: string): string => resourceDigits(own + letter).slice(-4);

function letterIn(subnet: string): string | undefined {
  const [, own = '', vouched, letter = ''] = /^subnet-([0-9a-f]{12})([0-9a-f]{4})([a-f])$/.exec(subnet) ?? [];
  return vouched === voucher(own, letter) ? letter : undefined;
}

/** As a client writes them: comma separated. */
export const subnetsIn = (subnets: string): readonly string[] =>
  subnets
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** A default subnet, and one that was made here, is in its own zone. Others are taken on trust: the first is in zone a, the second in zone b, and so on, so that two make two zones. */
export const zoneOfSubnet = (region: string, subnet: string, place: number): string =>
  `${region}${ZONES.find((letter) => subnet === defaultSubnet(region, letter)) ?? letterIn(subnet) ?? ZONES[place % ZONES.length]}`;

/** The subnet in a zone, of those that a group names. */
export const subnetFor = (region: string, subnets: string, zone: string): string | undefined =>
  subnetsIn(subnets).find((subnet, place) => zoneOfSubnet(region, subnet, place) === zone);
