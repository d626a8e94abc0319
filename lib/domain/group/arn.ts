/** Regions by what their names begin with, and the part of AWS that they are in. */
const PARTITIONS: readonly (readonly [start: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-iso-', 'aws-iso'],
  ['eusc-', 'aws-eusc'],
];

/** The part of AWS that a region is in, which is what its ARNs begin with: clients put ARNs together themselves, and compare them. */
export const partitionOf = (region: string): string => PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';

type Where = { readonly region: string; readonly account: string };

/** The ARN of something in a region. */
export const arnIn = ({ region, account }: Where, service: string, what: string): string =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${what}`;

/** The ARN of who asks: users are of an account, in no region. */
export const userArn = ({
  region,
  account,
  caller: { projectName, userName },
}: Where & { readonly caller: { readonly projectName: string; readonly userName: string } }): string =>
  `arn:${partitionOf(region)}:iam::${account}:user/${projectName}/${userName}`;
