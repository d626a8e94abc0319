import { z } from 'zod';
import { type Fault, permanent } from '../kernel/fault.ts';
import { isJsonObject, JsonObject } from '../kernel/json.ts';
import { seconds } from '../kernel/time.ts';
import { RECOVER_ACTIONS } from '../profile/profile-type.ts';

/** What a node can be brought back by: the recover actions of its profile type, and a workflow of its owner's. */
export const RECOVERY_NAMES = [...RECOVER_ACTIONS, 'WORKFLOW'] as const;
export type RecoveryName = (typeof RECOVERY_NAMES)[number];

/** Longer chains are refused: every attempt stands on the action's timeline, which is one document. */
export const MOST_RECOVERIES = 10;

const WorkflowUse = z.strictObject({
  workflow_name: z.string().min(1).max(255),
  inputs: JsonObject.refine((inputs) => !Object.hasOwn(inputs, 'node'), 'What is called `node` is told by the service').default({}),
  /** Seconds. */
  timeout: z.int().min(1).max(86_400).transform(seconds).optional(),
});
/** A workflow by name, id or short id, what its owner gives it, and how long one run may take. */
export type WorkflowUse = z.infer<typeof WorkflowUse>;

/** One that is itself an attempt may have others around it. */
const Attempted = WorkflowUse.extend({ before: WorkflowUse.optional(), after: WorkflowUse.optional() });
const Around = z.object({ before: WorkflowUse.optional(), after: WorkflowUse.optional() }).loose();
const name = z.preprocess((text) => (typeof text === 'string' ? text.toUpperCase() : text), z.enum(RECOVERY_NAMES));
const params = JsonObject.nullish().transform((given) => given ?? {});
const Written = z.strictObject({ name, params });

/** One way to bring a node back, as it is tried. */
export type Recovery = {
  readonly name: RecoveryName;
  /** For the driver; empty for a workflow. */
  readonly params: JsonObject;
  /** Only of WORKFLOW: what is run. */
  readonly workflow?: WorkflowUse;
  /** Run first: when it fails, nothing more is tried. */
  readonly before?: WorkflowUse;
  /** Run once the node is back: when it fails, so has the recovery. */
  readonly after?: WorkflowUse;
};

export type Chain = readonly Recovery[];

/**
 * Reads a list of `{name, params}`, the form in which a health policy and a request give it. `params` of WORKFLOW are
 * `workflow_name`, `inputs` and `timeout`; those of the others go to the driver. Any may have `before` and `after`, which are workflows too.
 *
 * @param pointer where the list stands in what was sent: a complaint begins with it
 */
export function readChain(actions: unknown, pointer: string): { readonly kind: 'ok'; readonly chain: Chain } | Complaint {
  const list = z.array(Written).min(1).max(MOST_RECOVERIES).safeParse(actions);
  if (!list.success) return complain(pointer, list.error);
  const chain: Recovery[] = [];
  for (const [i, written] of list.data.entries()) {
    const read = readParams(written, `${pointer}/${i}/params`);
    if (read.kind === 'fault') return read;
    chain.push(read.recovery);
  }
  return { kind: 'ok', chain };
}

function readParams({ name, params }: z.infer<typeof Written>, pointer: string) {
  if (name === 'WORKFLOW') {
    const use = Attempted.safeParse(params);
    if (!use.success) return complain(pointer, use.error);
    const { before, after, ...workflow } = use.data;
    return {
      kind: 'ok',
      recovery: { name, params: {}, workflow, ...(before && { before }), ...(after && { after }) } satisfies Recovery,
    } as const;
  }
  const around = Around.safeParse(params);
  if (!around.success) return complain(pointer, around.error);
  const { before: _, after: __, ...rest } = params;
  const { before, after } = around.data;
  return { kind: 'ok', recovery: { name, params: rest, ...(before && { before }), ...(after && { after }) } satisfies Recovery } as const;
}

type Complaint = { readonly kind: 'fault'; readonly fault: Fault };

function complain(pointer: string, { issues }: z.ZodError): Complaint {
  const [issue] = issues;
  const place = [pointer, ...(issue?.path ?? []).map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
  return { kind: 'fault', fault: permanent('recovery.invalid', `${place}: ${issue?.message ?? 'It cannot be read'}.`) };
}

/**
 * What an action's inputs ask for: `actions`, or Senlin's single `operation` with its `operation_params`, which is a chain of one.
 * Whoever filed the action has validated them; what cannot be read all the same is as if nothing had been said.
 */
export function chainOf(inputs: JsonObject): Chain {
  const { actions, operation, operation_params: params } = inputs;
  const read = readChain(actions ?? [{ name: operation ?? 'RECREATE', params: isJsonObject(params) ? params : {} }], '/actions');
  return read.kind === 'ok' ? read.chain : [{ name: 'RECREATE', params: {} }];
}

/** Whether a node may only be made anew once the old one is proven dead: then no force overrides that it would not go. */
export const isFenced = (inputs: JsonObject, { params }: Recovery): boolean =>
  params.fence_compute === true || (Array.isArray(inputs.fencing) && inputs.fencing.includes('COMPUTE'));
