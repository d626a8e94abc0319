import type { Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import { specFault } from '../spec/envelope.ts';
import type { PropertiesOf, SpecSchema, SupportStatus } from '../spec/schema.ts';
import type { Operation } from './operation.ts';

export const RECOVER_ACTIONS = ['REBOOT', 'REBUILD', 'RECREATE'] as const;
export type RecoverAction = (typeof RECOVER_ACTIONS)[number];

/** A kind of thing that nodes can be. Everything about it is data, except what its properties mean together. */
export type ProfileType = {
  readonly name: string;
  readonly version: string;
  readonly supportStatus: SupportStatus;
  readonly schema: SpecSchema;
  readonly operations: Readonly<Record<string, Operation>>;
  /** How a broken node of this type can be brought back. RECREATE always works and is what is done when nobody says how. */
  readonly recoverActions: readonly RecoverAction[];
  /** The operations that pause what is behind a node, and take that back. A type without cannot suspend its nodes. */
  readonly suspension?: { readonly suspend: string; readonly resume: string };
  /** The operations that make what is behind a node anew out of its properties, and so need the secrets in them. */
  readonly remaking?: readonly string[];
  /** Properties whose change ends, for a time, what is behind a node. A change of any other goes unnoticed by whoever is served by it. */
  readonly interruptedBy?: readonly string[];
  /** Whether Senlin had it too: if not, its clients do not see it in lists. */
  readonly senlin: boolean;
  /** Whether clouds tell of such resources by their physical ids alone: then a node must be found by it. */
  readonly foundByPhysicalId?: true;
  /** Only where the service runs on the machine whose resources it manages. */
  readonly local: boolean;
  /** What the schema cannot say. Takes properties as `readSpec` answered them; knows no cloud, so names in it may be of nothing. */
  readonly validate: (properties: JsonObject) => Fault | undefined;
};

type Definition<S extends SpecSchema> = Omit<ProfileType, 'schema' | 'validate' | 'local'> & {
  readonly local?: true;
  readonly schema: S;
  /** Complaints in the order in which they are made; the first one is answered. */
  readonly complaints: (properties: PropertiesOf<S>) => Iterable<string | undefined>;
};

export function defineProfileType<const S extends SpecSchema>({
  complaints,
  ...type
}: Definition<S>): ProfileType & { readonly schema: S } {
  return {
    local: false,
    ...type,
    // The properties were read by this very schema: `validateProfileSpec` is who calls.
    validate: (properties) => firstComplaint(complaints(properties as PropertiesOf<S>)),
  };
}

function firstComplaint(complaints: Iterable<string | undefined>): Fault | undefined {
  for (const complaint of complaints) if (complaint !== undefined) return specFault('profile', 'meaning', complaint);
  return undefined;
}

export const nameVersion = (type: { readonly name: string; readonly version: string }): string => `${type.name}-${type.version}`;
