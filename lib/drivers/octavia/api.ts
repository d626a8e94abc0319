import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';

/** One request to the load balancing API, in the service's own project. */
export type Octavia = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: JsonObject,
) => Promise<{ readonly status: number; readonly body: unknown } | Fault>;

export type Failure = { readonly fault: Fault; readonly status: number };
export const isFailure = (answer: object): answer is Failure => 'fault' in answer;

/** What is changed while it is being changed is asked for again. */
const IMMUTABLE = 409;

/** A request and the object in its answer. What is not there is a failure of status 404. */
export async function ask(octavia: Octavia, ...request: Parameters<Octavia>): Promise<JsonObject | Failure> {
  const answer = await octavia(...request);
  if ('code' in answer) return { fault: answer, status: 0 };
  const { status, body } = answer;
  if (status < 300) return isJsonObject(body) ? body : {};
  const said = isJsonObject(body) && typeof body.faultstring === 'string' ? body.faultstring : `HTTP ${status}`;
  const message = `Octavia refuses ${request[0]} ${request[1]}: ${said}`;
  const again = status === IMMUTABLE || status === 429 || status >= 500;
  return { status, fault: again ? transient('balancer.unavailable', message, seconds(5)) : permanent('balancer.refused', message) };
}

/** The one of this name, among what a collection lists; undefined when there is none. */
export async function named(octavia: Octavia, collection: string, key: string, name: string): Promise<JsonObject | undefined | Failure> {
  const answer = await ask(octavia, 'GET', `/v2/lbaas/${collection}?name=${encodeURIComponent(name)}`);
  if (isFailure(answer)) return answer;
  const found = answer[key];
  return (Array.isArray(found) ? found : []).filter(isJsonObject)[0];
}
