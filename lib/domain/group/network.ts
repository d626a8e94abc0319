import { namedId } from '../kernel/named-id.ts';
import type { Instant } from '../kernel/time.ts';
import type { TemplateTag } from './launch-template.ts';
import { resourceDigits } from './resource-digits.ts';

export type Subnet = {
  readonly subnetId: string;
  /** One of the region's. */
  readonly zone: string;
  readonly cidr: string;
  readonly tags: readonly TemplateTag[];
};

/** A network that somebody made for their groups, with its subnets: names and address blocks, of which only the zones of subnets mean anything here. */
export type Network = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly region: string;
  /** `vpc-` and 17 hexadecimal digits. */
  readonly vpcId: string;
  readonly cidr: string;
  readonly tags: readonly TemplateTag[];
  /** In the order of their making. */
  readonly subnets: readonly Subnet[];
  readonly createdAt: Instant;
  readonly version: number;
};

export const networkId = (region: string, vpcId: string): string => namedId('network', region, vpcId);

/** @param drawn what was drawn for it alone */
export const vpcIdFrom = (drawn: string): string => `vpc-1${resourceDigits(drawn)}`;
