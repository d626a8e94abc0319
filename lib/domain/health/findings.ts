import type { Node } from '../cluster/node.ts';
import { settled } from '../cluster/node.ts';
import type { Instant } from '../kernel/time.ts';
import type { HealthRule } from './rule.ts';

/** What one way of looking says of a node. `unknown`: nobody could tell, which says nothing about the node. */
export type Finding =
  | { readonly kind: 'well' }
  | { readonly kind: 'unknown' }
  /** `gone`: there is no such resource any more. */
  | { readonly kind: 'ill'; readonly reason: string; readonly gone: boolean };

export type Ill = Extract<Finding, { kind: 'ill' }>;

/** What several ways of looking come to. Where all have to fail, one that could not tell did not. */
export function conclude(findings: readonly Finding[], illWhen: HealthRule['illWhen']): Finding {
  const ill = findings.filter((finding) => finding.kind === 'ill');
  const [first] = ill;
  if (!first) return findings.some(({ kind }) => kind === 'unknown') ? { kind: 'unknown' } : { kind: 'well' };
  if (illWhen === 'ALL_FAILED' && ill.length < findings.length) return { kind: 'well' };
  return { kind: 'ill', reason: ill.map(({ reason }) => reason).join('; '), gone: ill.some(({ gone }) => gone) };
}

const LONGEST_REASON = 255;

/** The node as it is once it was found to be ill. */
export const marked = (node: Node, { reason, gone }: Ill, now: Instant): Node => ({
  ...node,
  ...settled('ERROR', `Health: ${reason}`.slice(0, LONGEST_REASON), now),
  ...(gone && { physicalId: null }),
});
