import type { Node } from '../../domain/cluster/node.ts';
import type { Finding } from '../../domain/health/findings.ts';
import { compilePattern } from '../../domain/health/pattern/pattern.ts';
import { addressIn, expandUrl } from '../../domain/health/poll-url.ts';
import type { PollUrl } from '../../domain/health/rule.ts';
import type { OutgoingAnswer } from '../../ports/outgoing.ts';
import type { App } from '../app.ts';
import { resourceOf, type Subject, UNKNOWN } from './subject.ts';

/** As much of an answer as a pattern is looked for in. */
const MOST_BYTES = 8_192;
const LEAST_MS = 1_000;
const MOST_MS = 10_000;

/** Asks a node's own address how it is. Until the last attempt failed nobody is sure. */
export async function pollUrl(app: App, mode: PollUrl, { node, profile, attempt }: Subject): Promise<Finding> {
  if (node.status !== 'ACTIVE') return { kind: 'well' };
  const url = expandUrl(mode.url, node, mode.url.includes('{address}') ? await addressOf(app, node, profile) : undefined);
  if (url === undefined) return UNKNOWN;
  // A tenth of the pause, as Senlin has it, and not less than a second.
  const timeoutMs = Math.min(Math.max(mode.pause * 100, LEAST_MS), MOST_MS);
  const answer = await app.outgoing.send({ method: 'GET', url, timeoutMs, maxBytes: MOST_BYTES, verifyTls: mode.verifyCertificate });
  const reason = whatIsWrong(mode, answer);
  if (reason === undefined) return { kind: 'well' };
  if (reason === 'unknown') return UNKNOWN;
  return attempt < mode.attempts ? { kind: 'unsure', reason, again: mode.pause } : { kind: 'ill', reason, gone: false };
}

function whatIsWrong({ expected, silenceIsIllness }: PollUrl, answer: OutgoingAnswer): string | undefined {
  // An address that must not be called is the policy's mistake, not the node's.
  if (answer.kind === 'refused') return 'unknown';
  if (answer.kind === 'failed') return silenceIsIllness ? `its URL does not answer: ${answer.fault.message.replace(/\.$/, '')}` : 'unknown';
  if (answer.status < 200 || answer.status > 299) return silenceIsIllness ? `its URL answers ${answer.status}` : 'unknown';
  return isExpected(expected, answer.body) ? undefined : 'what its URL answers is not what a healthy node answers';
}

/** A pattern of a policy from before patterns were read is looked for to the letter. */
function isExpected(expected: string, body: string): boolean {
  const compiled = compilePattern(expected);
  return compiled.kind === 'ok' ? compiled.pattern.isIn(body) : body.includes(expected);
}

async function addressOf(app: App, node: Node, profile: Subject['profile']): Promise<string | undefined> {
  const told = await app.drivers(node.profileType)?.details(resourceOf(node, profile));
  return told?.kind === 'ok' ? addressIn(told.details) : undefined;
}
