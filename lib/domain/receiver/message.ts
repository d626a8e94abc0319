import { z } from 'zod';
import type { ClusterActionName } from '../action/action.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { JsonObject } from '../kernel/json.ts';
import { SIGNALLED_ACTIONS } from './receiver.ts';

/** What a message asks for. */
export type Signal = { readonly cluster: string; readonly action: ClusterActionName; readonly params: JsonObject };

/** Senlin's limit, in characters. */
const LONGEST = 65_535;
const DEEPEST = 32;

const Message = z.object({
  cluster: z.string().min(1).max(255),
  action: z.custom<ClusterActionName>(
    (name) => SIGNALLED_ACTIONS.some((known) => known === name),
    'is no action that can be asked of a cluster',
  ),
  params: JsonObject.nullish(),
});

/** Reads `{"cluster": "web", "action": "CLUSTER_SCALE_OUT", "params": {"count": 1}}`. What else it says is passed over. */
export function readMessage(text: string): { readonly kind: 'ok'; readonly signal: Signal } | Fault {
  const unreadable = (why: string): Fault => permanent('receiver.message-unreadable', `The message cannot be heeded: ${why}.`);
  if (text.length > LONGEST) return unreadable(`it has more than ${LONGEST} characters`);
  if (depthOf(text) > DEEPEST) return unreadable(`it is nested more than ${DEEPEST} levels deep`);
  const parsed = Message.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return unreadable(issue && issue.path.length > 0 ? `'${issue.path.join('.')}' ${issue.message}` : 'it is no JSON object');
  }
  const { cluster, action, params } = parsed.data;
  return { kind: 'ok', signal: { cluster, action, params: params ?? {} } };
}

/** Brackets outside of strings, counted before anything recurses over them. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth--;
  }
  return deepest;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
