import type { Node } from '../../domain/cluster/node.ts';
import type { Machine } from '../../domain/group/machine-catalogue.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Answer } from '../verb.ts';
import type { Realm } from './realm.ts';

export type SeenTag = { readonly key: string; readonly value: string };

/** What EC2's clients see of what is behind a node, whoever it belongs to. */
export type SeenMachine = {
  readonly instanceId: string;
  /** Undefined once it is gone. */
  readonly node: Node | undefined;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopped';
  readonly zone: string;
  readonly machine: Machine | undefined;
  /** As the group names it. */
  readonly subnet: string | undefined;
  readonly tags: readonly SeenTag[];
  readonly launchedAt: Instant;
};

/** What EC2's clients ask of instances and do to them, beyond what their groups say. */
export interface SeeingMachines {
  /** Those of groups, those of nobody and, when asked for by id, those that went lately. */
  readonly listMachines: (realm: Realm, ids?: readonly string[]) => Promise<Answer<{ readonly machines: readonly SeenMachine[] }>>;
  /** @returns them as they were before */
  readonly terminateMachines: (realm: Realm, ids: readonly string[]) => Promise<Answer<{ readonly machines: readonly SeenMachine[] }>>;
  /** The address of each that has one, by instance id. */
  readonly locateMachines: (
    realm: Realm,
    machines: readonly SeenMachine[],
  ) => Promise<Answer<{ readonly addresses: ReadonlyMap<string, string> }>>;
}
