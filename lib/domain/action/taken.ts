import { z } from 'zod';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import type { Hook } from './action.ts';
import type { Call } from './call.ts';
import type { Decision } from './machine.ts';
import { Step } from './passage.ts';

/** How far a node has come on its way into or out of service. */
export const Way = z.object({
  out: z.boolean(),
  steps: z.array(Step).readonly(),
  /** The step it is at; as many as there are once it is through. */
  at: z.int(),
  /** Whether it was behind a balancer when it set out. */
  balanced: z.boolean(),
  /** Going back: the step that is undone now; -1 once all are. */
  back: z.int().optional(),
});
export type Way = z.infer<typeof Way>;

/** What a step comes to: it is behind the node, or something has to be done for it first. */
export type Taken =
  /** `to`: where the node is then, when that is not the next step. */
  | { readonly kind: 'taken'; readonly node?: Partial<Node>; readonly to?: number }
  | Decision<never>
  | ({ readonly kind: 'ask'; readonly call: Call; readonly hook?: Hook } & Beside)
  | ({ readonly kind: 'await'; readonly hook: Hook } & Beside);

/** What is stored with it: of the node, and what is told. */
type Beside = { readonly node?: Partial<Node>; readonly writes?: readonly Write[] };
