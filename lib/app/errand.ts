import type { Origin } from '../domain/action/action.ts';
import type { Write } from '../domain/documents.ts';
import type { Refusal } from '../domain/kernel/fault.ts';

/** What a verb may commit along with what it files, or why it is not to file anything any more. */
export type Along = { readonly kind: 'ok'; readonly writes: readonly Write[] } | Refusal;

/**
 * What something automatic adds to whatever a verb files for it. A verb made with an app without an errand was asked for by a person.
 */
export type Errand = {
  readonly origin: Origin;
  /** What the action is called, when not after what it does. */
  readonly name?: string;
  /** The id of the action, when it follows from what it is done for. */
  readonly actionId?: string;
  /** Asked again at every attempt, since what it read may have been written meanwhile. @param actionId of the action about to be filed */
  readonly along?: (actionId: string) => Promise<Along>;
};

type Entrusted =
  | {
      readonly kind: 'ok';
      readonly id: string;
      readonly origin: { readonly origin?: Origin; readonly name?: string };
      readonly writes: readonly Write[];
    }
  | Refusal;

/** The id, the origin and the further writes of an action about to be filed. @param freshId for one that a person asked for */
export async function entrusted(errand: Errand | undefined, freshId: string): Promise<Entrusted> {
  const id = errand?.actionId ?? freshId;
  const along = (await errand?.along?.(id)) ?? { kind: 'ok', writes: [] };
  if (along.kind === 'refused') return along;
  return {
    kind: 'ok',
    id,
    origin: errand ? { origin: errand.origin, ...(errand.name !== undefined && { name: errand.name }) } : {},
    writes: along.writes,
  };
}
