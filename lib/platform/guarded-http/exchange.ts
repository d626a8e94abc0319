import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as AgentTls, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { permanent, transient } from '../../domain/kernel/fault.ts';
import type { Destination } from '../../domain/outgoing/destination.ts';
import type { OutgoingAnswer, OutgoingRequest } from '../../ports/outgoing.ts';
import { errorCode } from '../error-code.ts';
import type { Found } from './resolve.ts';

const MOST_HEADER_BYTES = 16_384;

/** Agents of our own: one that others share could have been given a proxy, or keep a connection that was vetted under other rules. */
const AGENTS = { http: new Agent({ keepAlive: false }), https: new AgentTls({ keepAlive: false }) };

/** Answers every question for an address with those that were vetted. */
const pinned = (found: readonly Found[]): LookupFunction => {
  const [first] = found;
  return (_host, options, answer) => {
    if (options.all) answer(null, [...found]);
    else answer(null, first?.address ?? '', first?.family ?? 4);
  };
};

/** One request over one connection to one of these addresses. @param signal ends it, wherever it is */
export function exchange(
  { method, headers = {}, body, maxBytes, verifyTls = true }: OutgoingRequest,
  to: Destination,
  found: readonly Found[],
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  return new Promise((resolve) => {
    const options = {
      method,
      host: to.host,
      port: to.port,
      path: to.path,
      headers: {
        'User-Agent': 'coppice',
        ...headers,
        'Accept-Encoding': 'identity',
        Connection: 'close',
        ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
      },
      lookup: pinned(found),
      maxHeaderSize: MOST_HEADER_BYTES,
      insecureHTTPParser: false,
      signal,
    };
    let asked: ClientRequest;
    try {
      asked =
        to.scheme === 'https'
          ? requestHttps({ ...options, agent: AGENTS.https, rejectUnauthorized: verifyTls })
          : requestHttp({ ...options, agent: AGENTS.http });
    } catch {
      resolve({ kind: 'refused', fault: permanent('outgoing.url.invalid', 'The URL or a header cannot be sent.') });
      return;
    }
    const failed = (error: unknown) => resolve({ kind: 'failed', fault: whyNot(error, to, signal) });
    asked.on('error', failed);
    let begun = false;
    // Closed without an answer: a switch of protocols, for one. With one, what came may still lie unread.
    asked.on('close', () => begun || failed(undefined));
    asked.on('response', (response) => {
      begun = true;
      void readBody(response, maxBytes)
        .then((text) => resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: headersOf(response), ...text }), failed)
        .finally(() => asked.destroy());
    });
    asked.end(body);
  });
}

async function readBody(response: IncomingMessage, most: number): Promise<{ readonly body: string; readonly truncated: boolean }> {
  if (!/^(identity)?$/i.test(response.headers['content-encoding'] ?? '')) return { body: '', truncated: true };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, most).toString('utf8'), truncated: size > most };
}

const headersOf = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));

/** Says where it failed by the system's or TLS's own code: its message may hold more than a user should see. */
function whyNot(error: unknown, { host }: Destination, signal: AbortSignal) {
  if (signal.aborted) return transient('outgoing.timeout', `The host '${host}' did not answer in time.`);
  return transient('outgoing.unreachable', `The host '${host}' cannot be reached (${errorCode(error) ?? 'the connection ended'}).`);
}
