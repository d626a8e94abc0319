import type { Clustering } from '../../../app/clustering.ts';
import type { Route } from '../route.ts';
import { clusterRoutes } from './clusters.ts';
import { policyRoutes } from './policies.ts';
import { profileRoutes } from './profiles.ts';
import { versionRoutes } from './version.ts';

export type RouteDeps = {
  readonly clustering: Clustering;
  readonly engineId: string;
  readonly now: () => number;
};

/** Everything below `/v1`. */
export const senlinRoutes = ({ clustering }: RouteDeps): readonly Route[] => [
  ...versionRoutes,
  ...profileRoutes(clustering),
  ...policyRoutes(clustering),
  ...clusterRoutes(clustering),
];
