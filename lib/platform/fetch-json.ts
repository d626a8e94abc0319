import type { Seconds } from '../domain/kernel/time.ts';
import { errorCode } from './error-code.ts';

export type JsonAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when it was not JSON. */
  readonly body: unknown;
};

/** Far more than any answer we ask for; what is longer is not read. */
const LARGEST = 1024 * 1024;

/**
 * One request to a service the operator configured, within a time and a size. Follows no redirects: credentials go where they were meant to.
 *
 * @returns the answer, or in words why there is none; the words carry nothing of what was sent
 */
export async function fetchJson(url: string, timeout: Seconds, init: RequestInit): Promise<JsonAnswer | string> {
  const answer = await fetchBytes(url, timeout, init);
  return typeof answer === 'string' ? answer : { ...answer, body: parse(answer.body.toString('utf8')) };
}

/** The same for an answer that is no JSON. */
export async function fetchBytes(
  url: string,
  timeout: Seconds,
  init: RequestInit,
): Promise<(Omit<JsonAnswer, 'body'> & { readonly body: Buffer }) | string> {
  const signal = AbortSignal.timeout(timeout * 1000);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const body = await read(response);
    return body ? { status: response.status, headers: response.headers, body } : `its answer is longer than ${LARGEST} bytes.`;
  } catch (error) {
    if (signal.aborted) return `it did not answer within ${timeout} seconds.`;
    return `it cannot be reached (${reason(error)}).`;
  }
}

async function read(response: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The operating system's or TLS's own code. Its message may name more than a caller should see. */
function reason(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return errorCode(cause) ?? 'the connection failed';
}
