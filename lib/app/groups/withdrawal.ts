import type { Sizes } from '../../domain/group/pending-sizes.ts';
import type { Intent } from '../clusters/file-cluster-action.ts';
import { resizeInputs } from './size-group.ts';

type Manner = {
  /** Else they live on in no cluster. */
  readonly isDeleted: boolean;
  /** Some of them stand by, or will when it is their turn: they are not counted then, and others go in their stead, as after any change of the size. */
  readonly standBy: boolean;
};

/** What takes members away and lowers the desired capacity by as many, in one action. */
export function withdrawal(before: Sizes, nodes: readonly string[], { isDeleted, standBy }: Manner): Intent {
  const number = before.desiredCapacity - nodes.length;
  const manner = { destroy_after_deletion: isDeleted };
  if (standBy) {
    const inputs = { ...resizeInputs(before, { desiredCapacity: number }), nodes: [...nodes], ...manner };
    return { kind: 'file', action: 'CLUSTER_RESIZE', inputs, patient: true };
  }
  const inputs = {
    candidates: [...nodes],
    count: nodes.length,
    ...manner,
    ...(!isDeleted && { let_go: true }),
    size_before: before.desiredCapacity,
    number,
  };
  return { kind: 'file', action: 'CLUSTER_DEL_NODES', inputs, patient: true };
}
