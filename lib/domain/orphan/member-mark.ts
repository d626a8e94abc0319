import { mix } from '../kernel/ids.ts';
import type { Companion } from './companion.ts';
import { BALANCER_MEMBER } from './left-member.ts';
import { markText, type Proof } from './mark.ts';

/** Whose marks are made and judged. */
export type Marking = {
  readonly installation: string;
  readonly signer: { sign(text: string): string; judge(text: string, signature: string | undefined): Proof };
};

/** What stands in the name of a member. `home` is empty in names of a version that said nothing but the node. */
type MemberMark = { readonly nodeId: string; readonly home: string; readonly project: string; readonly signature: string };
type Whose = { readonly project: string; readonly nodeId: string };

const NOTHING_MORE = { place: '', project: '', nodeId: '', clusterId: '', policyId: '', maker: '' } as const;

/** Tells installations apart that share a load balancer, in short. It proves nothing: signatures do. */
const homeOf = ({ installation }: Marking): string => (mix(installation, 0x6c62686f) >>> 0).toString(16).padStart(8, '0');

/** Good in one pool: a name that was copied into another is not genuine there. */
const memberText = ({ installation }: Marking, pool: string, { project, nodeId }: Whose): string =>
  markText(BALANCER_MEMBER, { installation, token: pool, project, nodeId });

/** A name is all that every load balancer keeps of a member: so that is where its mark is. */
export function memberName(marking: Marking, pool: string, whose: Whose): string {
  const signature = marking.signer.sign(memberText(marking, pool, whose));
  return [`coppice-${whose.nodeId}`, homeOf(marking), whose.project, ...(signature === '' ? [] : [signature])].join('.');
}

function markIn(name: string): MemberMark | undefined {
  const [, nodeId = '', rest] = /^coppice-([^.]+)(?:\.(.*))?$/.exec(name) ?? [];
  if (nodeId === '') return undefined;
  if (rest === undefined) return { nodeId, home: '', project: '', signature: '' };
  const [, home = '', project = '', signature = ''] = /^([0-9a-f]{8})\.(.+?)(?:\.([0-9a-f]{32}))?$/.exec(rest) ?? [];
  return home === '' ? undefined : { nodeId, home, project, signature };
}

/** Whether a member of that name is a node's, by whichever of our secrets it was signed. */
export function isMemberOf(marking: Marking, pool: string, name: string, nodeId: string): boolean {
  const mark = markIn(name);
  if (mark?.nodeId !== nodeId) return false;
  return mark.home === '' || (mark.home === homeOf(marking) && proofOf(marking, pool, mark) !== 'forged');
}

const proofOf = (marking: Marking, pool: string, mark: MemberMark): Proof =>
  marking.signer.judge(memberText(marking, pool, mark), mark.signature);

/** A member that says it is this installation's; undefined for all others, and for those that do not say whose they are. */
export function memberIn(marking: Marking, pool: string, name: string, id = name): Companion | undefined {
  const mark = markIn(name);
  if (!mark || mark.home !== homeOf(marking)) return undefined;
  const { project, nodeId } = mark;
  return { ...NOTHING_MORE, kind: BALANCER_MEMBER, id, place: pool, project, nodeId, proof: proofOf(marking, pool, mark) };
}

type OfPolicy = { readonly project: string; readonly clusterId: string; readonly policyId: string };

const balancerText = ({ installation }: Marking, { project, clusterId, policyId }: OfPolicy): string =>
  markText('load-balancer', { installation, token: policyId, project, nodeId: clusterId });

/** The mark of a load balancer that is raised for a policy on a cluster: in its description, since it is found by its name. */
export const balancerMark = (marking: Marking, of: OfPolicy): string =>
  ['coppice', homeOf(marking), of.project, of.clusterId, of.policyId, marking.signer.sign(balancerText(marking, of))].join(' ').trim();

export function balancerIn(marking: Marking, id: string, description: string): Companion | undefined {
  const [ours, home, project = '', clusterId = '', policyId = '', signature] = description.split(' ');
  if (ours !== 'coppice' || home !== homeOf(marking) || policyId === '') return undefined;
  const of = { project, clusterId, policyId };
  return { ...NOTHING_MORE, ...of, kind: 'load-balancer', id, proof: marking.signer.judge(balancerText(marking, of), signature) };
}
