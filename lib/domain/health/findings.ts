import type { Node } from '../cluster/node.ts';
import { settled } from '../cluster/node.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { HealthRule } from './rule.ts';

/** What one way of looking says of a node. `unknown`: nobody could tell, which says nothing about the node. */
export type Finding =
  | { readonly kind: 'well' }
  | { readonly kind: 'unknown' }
  /** `gone`: there is no such resource any more. */
  | Ill
  /** It looks ill, and is to be looked at again before anybody says so. */
  | { readonly kind: 'unsure'; readonly reason: string; readonly again: Seconds };

export type Ill = { readonly kind: 'ill'; readonly reason: string; readonly gone: boolean };

/** What several ways of looking come to. Where all have to fail, one that could not tell did not; where one is unsure, and it depends on that one, so is the whole. */
export function conclude(findings: readonly Finding[], illWhen: HealthRule['illWhen']): Finding {
  const ill = findings.filter((finding) => finding.kind === 'ill');
  const unsure = findings.filter((finding) => finding.kind === 'unsure');
  const [first, doubt] = [ill[0], unsure[0]];
  const failing = ill.length + unsure.length;
  if (illWhen === 'ALL_FAILED' && failing > 0 && failing < findings.length) return { kind: 'well' };
  if (doubt && (!first || illWhen === 'ALL_FAILED')) return doubt;
  if (!first) return findings.some(({ kind }) => kind === 'unknown') ? { kind: 'unknown' } : { kind: 'well' };
  return { kind: 'ill', reason: ill.map(({ reason }) => reason).join('; '), gone: ill.some(({ gone }) => gone) };
}

const LONGEST_REASON = 255;

/** The node as it is once it was found to be ill. */
export const marked = (node: Node, { reason, gone }: Ill, now: Instant): Node => ({
  ...node,
  ...settled('ERROR', `Health: ${reason}`.slice(0, LONGEST_REASON), now),
  ...(gone && { physicalId: null }),
});
