import type { Node } from '../../domain/cluster/node.ts';
import type { NamedTemplate, TemplateTag } from '../../domain/group/launch-template.ts';
import type { Machine } from '../../domain/group/machine-catalogue.ts';
import type { Run } from '../../domain/group/run.ts';
import type { RemovedTag } from '../../domain/group/tags.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
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
  /** As the group names it, or whoever launched it by itself. */
  readonly subnet: string | undefined;
  /** Undefined where a group launched it, or nobody of AWS's. */
  readonly run?: Run | undefined;
  readonly tags: readonly SeenTag[];
  readonly launchedAt: Instant;
};

/** Instances that are to be launched by themselves. */
export type MachineRun = {
  readonly template?: NamedTemplate | undefined;
  /** Instead of the template's own, if not empty; and so is the type, which is EC2's usual one where nobody says. */
  readonly imageId: string;
  readonly instanceType: string;
  /** Whatever else is said, kept for whoever asks. */
  readonly said: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
  /** 1 to 100 of them, as many as there is room for; with less room than for `least` none. */
  readonly least: number;
  readonly most: number;
  readonly zone: string;
  readonly subnet?: string | undefined;
  /** Under which it is done once. */
  readonly token?: string | undefined;
};

/** What EC2's clients ask of instances and do to them, beyond what their groups say. */
export interface SeeingMachines {
  /** Those of groups, those of nobody and, when asked for by id, those that went lately. */
  readonly listMachines: (realm: Realm, ids?: readonly string[]) => Promise<Answer<{ readonly machines: readonly SeenMachine[] }>>;
  /** In the order of their places in the launch. */
  readonly runMachines: (realm: Realm, run: MachineRun) => Promise<Answer<{ readonly machines: readonly SeenMachine[] }>>;
  /** @returns them as they were before */
  readonly terminateMachines: (realm: Realm, ids: readonly string[]) => Promise<Answer<{ readonly machines: readonly SeenMachine[] }>>;
  /** Of those that are there. */
  readonly tagMachine: (
    realm: Realm,
    instanceId: string,
    set: readonly TemplateTag[],
    remove: readonly RemovedTag[],
  ) => Promise<Answer<object>>;
  /** The address of each that has one, by instance id. */
  readonly locateMachines: (
    realm: Realm,
    machines: readonly SeenMachine[],
  ) => Promise<Answer<{ readonly addresses: ReadonlyMap<string, string> }>>;
}
