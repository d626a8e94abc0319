import { busy, type Node } from '../cluster/node.ts';
import { childId } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Outcome, RunCall } from './call.ts';
import type { Decision } from './machine.ts';
import type { WorkflowUse } from './recover-chain.ts';
import { ASIDES, type Aside, currentOf, noteOf, type State, type Turn } from './recover-state.ts';
import { begun, type Trying } from './recover-timeline.ts';

/** Runs the workflow of this phase, or asks how it is: the same call. @param patch what is known of the node and not stored yet */
export function runAside(turn: Turn, phase: Aside, patch: Partial<Node> = {}): Decision<State> {
  const { self, node, input, state, timeline } = turn;
  const use = useIn(turn, phase);
  const begins = state.phase !== phase;
  const known = begins ? begun(timeline, tryingOf(turn, phase, use), input.now) : timeline;
  const marked = { ...(node.status !== 'RECOVERING' && busy(node, 'RECOVERING', 'Recovery in progress')), ...patch };
  return {
    kind: 'call',
    state: { phase, turn: state.turn },
    call: {
      ...aboutRun(turn, phase),
      to: 'run',
      workflow: use.workflow_name,
      input: { ...use.inputs, node: factsOf({ ...node, ...patch }) },
      ...(use.timeout !== undefined && { timeout: use.timeout }),
    },
    change: { ...noteOf(self, known), ...(Object.keys(marked).length > 0 && { node: marked }) },
  };
}

/** Stops the workflow of this phase. */
export const haltOf = (turn: Turn, phase: Aside): RunCall => ({ ...aboutRun(turn, phase), to: 'halt' });

export const isAside = (phase: State['phase']): phase is Aside => ASIDES.some((aside) => aside === phase);

/**
 * Nobody knows how the workflow is: it may go on, and must not while something else is tried. That it has ended, or cannot be begun, is
 * only the word of whoever runs workflows.
 */
export const isLost = (returned: Outcome): boolean =>
  returned.kind === 'fault' && (returned.fault.kind === 'transient' || !KNOWS.test(returned.fault.code));

const KNOWS = /^workflow\.|^service\.none$/;

function aboutRun({ self, state, node }: Turn, phase: Aside) {
  const { id, project, user, action } = self;
  return { token: runIdOf(self, phase, state.turn), project, user, caller: { id, action }, nodeId: node.id };
}

/** Deciding twice gives the same run, and every turn has its own. */
const runIdOf = ({ id, createdAt }: Turn['self'], phase: Aside, turn: number): string => childId(id, `workflow-${phase}`, turn, createdAt);

/** Which workflow that is. One that is no longer said is none that could be found. */
function useIn(turn: Turn, phase: Aside): WorkflowUse {
  const { workflow, before, after } = currentOf(turn);
  return { running: workflow, before, after }[phase] ?? { workflow_name: '', inputs: {} };
}

const tryingOf = (turn: Turn, phase: Aside, { workflow_name: workflow }: WorkflowUse): Trying => ({
  name: 'WORKFLOW',
  workflow,
  ...(phase !== 'running' && { [phase]: currentOf(turn).name }),
  link: `/v1/workflows/${encodeURIComponent(workflow)}/executions/${runIdOf(turn.self, phase, turn.state.turn)}`,
});

/** What every workflow is told of the node, beside what its owner gives it. */
const factsOf = (node: Node): JsonObject => ({
  id: node.id,
  name: node.name,
  cluster_id: node.clusterId,
  physical_id: node.physicalId,
  profile_id: node.profileId,
  profile_type: node.profileType,
  index: node.index,
  role: node.role,
});
