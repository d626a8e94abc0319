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
  const signal = AbortSignal.timeout(timeout * 1000);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const text = await readText(response);
    return text === undefined
      ? `its answer is longer than ${LARGEST} bytes.`
      : { status: response.status, headers: response.headers, body: parse(text) };
  } catch (error) {
    if (signal.aborted) return `it did not answer within ${timeout} seconds.`;
    return `it cannot be reached (${reason(error)}).`;
  }
}

async function readText(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
