import type { Json } from '../../domain/kernel/json.ts';
import { readHttpRequest } from '../../domain/workflow/http-request.ts';
import type { Answer } from '../../domain/workflow/task.ts';
import type { App } from '../app.ts';
import { failedWith, type TaskCall } from './task-call.ts';

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 32_768;

/**
 * Sends one request to an address that a workflow names, through the guard. It carries the try's name, so that the other side can tell one that is repeated.
 *
 * A connection that failed is asked for again; an answer is an answer, and what the workflow makes of a bad one is its own business.
 */
export async function askOverHttp({ outgoing }: App, { execution, input, name }: TaskCall): Promise<Answer> {
  const read = readHttpRequest(input);
  if (typeof read === 'string') return failedWith('Http.Invalid', read);
  const { ApiEndpoint: url, Method: method, Headers: headers, RequestBody: body } = read;
  const answer = await outgoing.send({
    method,
    url,
    headers: {
      ...headers,
      'idempotency-key': `${execution.id}:${name}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MOST_BYTES,
  });
  if (answer.kind === 'refused') return failedWith('Http.Refused', answer.fault.message);
  if (answer.kind === 'failed') return { kind: 'transient', failure: { error: 'Http.Unreachable', cause: answer.fault.message } };
  if (answer.status >= 200 && answer.status < 300)
    return { kind: 'ok', result: { StatusCode: answer.status, ResponseBody: bodyOf(answer.body) } };
  return failedWith(`Http.StatusCode.${answer.status}`, answer.body.slice(0, 500));
}

function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
