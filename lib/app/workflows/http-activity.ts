import { isJsonObject, type Json } from '../../domain/kernel/json.ts';
import { isReferenceLike, isSecretRef, type SecretRef } from '../../domain/secret/reference.ts';
import { readHttpRequest } from '../../domain/workflow/http-request.ts';
import type { Answer } from '../../domain/workflow/task.ts';
import type { App } from '../app.ts';
import { followOne } from '../secrets/follow-one.ts';
import { failedWith, faultedWith, type TaskCall } from './task-call.ts';

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 32_768;

/**
 * Sends one request to an address that a workflow names, through the guard. It carries the try's name, so that the other side can tell one that is repeated.
 *
 * A connection that failed is asked for again; an answer is an answer, and what the workflow makes of a bad one is its own business. Of what secrets the request
 * carried the answer keeps nothing: it becomes part of the run.
 */
export async function askOverHttp(app: App, { execution, input, name }: TaskCall): Promise<Answer> {
  const read = readHttpRequest(input);
  if (typeof read === 'string') return failedWith('Http.Invalid', read);
  const { ApiEndpoint: url, Method: method, Headers: asked, RequestBody: body } = read;
  const headers: Record<string, string> = {};
  for (const [header, value] of Object.entries(asked)) {
    if (typeof value !== 'string' && !isWritten(execution.definition, value))
      return failedWith('Secret.Refused', 'A header refers to a secret that the definition of the workflow does not name.');
    const told = typeof value === 'string' ? { kind: 'ok' as const, value } : await followOne(app.secrets, execution.project, value);
    if (told.kind === 'fault') return faultedWith(told.fault);
    headers[header] = told.value;
  }
  const quiet = (text: string): string => app.secrets?.redaction.text(execution.project, text) ?? text;
  const answer = await app.outgoing.send({
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
  if (answer.kind === 'refused') return failedWith('Http.Refused', quiet(answer.fault.message));
  if (answer.kind === 'failed') return { kind: 'transient', failure: { error: 'Http.Unreachable', cause: quiet(answer.fault.message) } };
  const said = quiet(answer.body);
  if (answer.status >= 200 && answer.status < 300) return { kind: 'ok', result: { StatusCode: answer.status, ResponseBody: bodyOf(said) } };
  return failedWith(`Http.StatusCode.${answer.status}`, said.slice(0, 500));
}

/** Whether a reference stands in so many words in what the workflow's owner wrote: one that came in with data may be somebody else's wish. */
function isWritten(written: Json, secret: SecretRef): boolean {
  if (isReferenceLike(written)) return isSecretRef(written) && written.secret_ref === secret.secret_ref;
  const children = Array.isArray(written) ? written : isJsonObject(written) ? Object.values(written) : [];
  return children.some((child: Json) => isWritten(child, secret));
}

function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
