import type { Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import { type Seconds, seconds } from '../kernel/time.ts';
import type { SealedFor } from '../outgoing/sealed-for.ts';
import type { SecretRef } from '../secret/reference.ts';
import type { ActionName } from './action.ts';

/** Who a resource is for; drivers write it on the resource as labels, tags or metadata. */
export type Ownership = {
  readonly project: string;
  readonly clusterId: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly index: number;
  readonly role: string;
};

/** A resource as its node remembers it. Either name may be missing: a create whose answer was lost left only its token. */
export type Resource = {
  readonly token: string | null;
  readonly physicalId: string | null;
  /** What the driver asked to be remembered. */
  readonly memory: JsonObject;
  readonly owner: Ownership;
  /** The properties of the node's profile, defaults filled in. */
  readonly properties: JsonObject;
  /** Where policies want it: `zone`, `region_name`, `servergroup`. Absent where none does. */
  readonly placement?: JsonObject;
};

/**
 * A request to the cloud behind a profile type. Described as data so that it can be decided, stored and repeated:
 * repeating one with the same token must be harmless.
 */
export type DriverCall = { readonly profileType: string; readonly resource: Resource } & (
  | { readonly to: 'ensure'; readonly token: string }
  | { readonly to: 'remove'; readonly force?: boolean }
  | { readonly to: 'check' }
  | { readonly to: 'operate'; readonly token: string; readonly operation: string; readonly params: JsonObject }
  /** `changed`: the top-level properties that differ from `resource.properties` in `properties`. */
  | { readonly to: 'update'; readonly token: string; readonly properties: JsonObject; readonly changed: readonly string[] }
  /** The resource got another owner: it joined or left a cluster. */
  | { readonly to: 'own'; readonly token: string }
);

/**
 * A request to something beside the clouds: who is told of a hook, a load balancer, a workflow. Described as data, repeated, leased and
 * undone as a driver's.
 */
export type ServiceCall =
  | {
      readonly to: 'announce';
      readonly token: string;
      readonly target: AnnounceTarget;
      readonly message: JsonObject;
      /** The secret that a URL's messages are signed with: sealed, and what it was sealed for; or where it is, and whose. */
      readonly signing?: { readonly sealed: string; readonly of: SealedFor } | { readonly secret: SecretRef; readonly project: string };
    }
  | BalanceCall
  | GroupCall
  | RunCall;

/** A queue's name, URL or ARN; a topic's ARN. */
export type AnnounceTarget = { readonly queue: string } | { readonly topic: string } | { readonly url: string };

/** A node as a load balancer has to know it. */
export type Member = {
  readonly nodeId: string;
  readonly name: string;
  readonly profileType: string;
  /** Where its address is found. */
  readonly resource: Resource;
};

/** A request to find or make a group of nodes that are kept together or apart, or to remove one. */
export type GroupCall = {
  readonly token: string;
  readonly group: {
    readonly project: string /** The profile type of the nodes. */;
    readonly kind: string;
    readonly name: string;
    readonly policy: string;
  };
  /** What it asked to be remembered while this is under way. */
  readonly memory: JsonObject;
  /** Without an id: the one of that name, which only we can have given it. */
} & ({ readonly to: 'arrange' } | { readonly to: 'disband'; readonly id?: string });

/** A request to the load balancer of a policy on a cluster. */
export type BalanceCall = {
  readonly to: 'balance';
  /** `raise`: make what is missing of it. `raze`: take down what was made. The others are about the members. */
  readonly ask: 'raise' | 'add' | 'remove' | 'raze';
  readonly token: string;
  readonly balancer: {
    readonly project: string;
    readonly clusterId: string;
    /** Of the nodes it stands in front of. */
    readonly profileType: string;
    readonly policyId: string;
    /** The policy's, defaults filled in. */
    readonly properties: JsonObject;
    /** What it said it made when it was raised. */
    readonly data: JsonObject;
  };
  readonly members: readonly Member[];
  /** How long the connections a member has may take to end, before it is removed. Absent: they are cut. */
  readonly drain?: Seconds;
  /** Others go for the sake of who is added: who does not answer is not added. */
  readonly serving?: true;
  /** What it asked to be remembered while this is under way. */
  readonly memory: JsonObject;
};

/** A request to run a workflow, by name, id or short id, or to stop it, whether it has begun or not. The token is the run's id. */
export type RunCall = RunOf &
  (
    | {
        readonly to: 'run';
        readonly workflow: string;
        readonly input: JsonObject;
        /** How long it may take, when that is said. */
        readonly timeout?: Seconds;
      }
    | { readonly to: 'halt' }
  );

type RunOf = {
  readonly token: string;
  readonly project: string;
  readonly user: string;
  /** Who waits for it, and the node it is about. */
  readonly caller: { readonly id: string; readonly action: ActionName };
  readonly nodeId: string;
};
export type Call = DriverCall | ServiceCall;

/** Every service answers within this; what takes longer is pending. */
export const SERVICE_TIMEOUT: Seconds = seconds(20);

export type Outcome =
  | {
      readonly kind: 'ok';
      readonly physicalId?: string;
      /** Replaces what was remembered; absent leaves it. */
      readonly memory?: JsonObject;
      /** For users to see, merged into the node's `data`. */
      readonly data?: JsonObject;
    }
  /** Under way in the cloud. Asked again with the same call, and `memory` in it, no earlier than `again`. */
  | {
      readonly kind: 'pending';
      readonly again: Seconds;
      readonly memory?: JsonObject;
      /** Why it takes so long, where that is worth saying. */
      readonly reason?: string;
    }
  /** Only from `check`: the cloud answered, and what it said is bad news. `gone`: there is no such resource any more. */
  | { readonly kind: 'unhealthy'; readonly reason: string; readonly gone: boolean }
  | { readonly kind: 'fault'; readonly fault: Fault };
