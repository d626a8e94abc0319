import type { JsonObject } from '../kernel/json.ts';

type Settings = {
  readonly actions?: readonly { readonly name: string; readonly params?: JsonObject }[] | undefined;
  readonly fencing?: readonly string[] | undefined;
  readonly node_delete_timeout: number;
  readonly node_force_recreate: boolean;
};

/**
 * What a recovery is told by a health policy: Senlin's single operation, or the chain of them where there are several or one that Senlin
 * does not know.
 */
export function recoveryInputs({ actions = [], fencing = [], node_delete_timeout, node_force_recreate }: Settings): JsonObject {
  const [first] = actions;
  const chained = actions.length > 1 || first?.name === 'WORKFLOW';
  return {
    ...(first && !chained && { operation: first.name, ...(first.params && { operation_params: first.params }) }),
    ...(chained && { actions: actions.map(({ name, params }) => ({ name, ...(params && { params }) })) }),
    ...(fencing.length > 0 && { fencing }),
    delete_timeout: node_delete_timeout,
    force_recreate: node_force_recreate,
  };
}
