import type { Resource } from '../../domain/action/call.ts';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';

/** An engine as messages name it: what to look at when something is wrong. */
export type Named = { readonly name: string; readonly address: string };

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'EPERM',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null && name in error ? (error as { readonly [name: string]: unknown })[name] : undefined;

/** The status of an answer that was an answer, though not the hoped-for one. */
export function statusOf(error: unknown): number | undefined {
  const status = field(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

/** What the engine itself said. For people to read; nothing is decided by it. */
export function messageOf(error: unknown): string {
  const said = field(field(error, 'json'), 'message');
  return typeof said === 'string' ? said : String(field(error, 'message') ?? error);
}

/** Nothing was answered: by its code, whether nobody was there, somebody untrusted, or somebody who does not speak the protocol. */
export function connectionFault({ name, address }: Named, error: unknown): Fault {
  const code = String(field(error, 'code') ?? '');
  const where = `the Docker engine '${name}' at ${address}`;
  if (UNREACHABLE.has(code)) return transient('docker.unreachable', `${where} cannot be reached: ${code}`);
  if (code.startsWith('HPE_')) return invalidAnswer({ name, address }, `not the Docker protocol (${code})`);
  if (/CERT|TLS|SSL|SELF_SIGNED|EPROTO|UNABLE_TO/.test(code)) {
    return permanent('docker.untrusted', `${where} and this service do not trust each other: ${code}; check ca, cert and key`);
  }
  return transient('docker.unavailable', `${where} did not answer: ${messageOf(error)}`);
}

export const timedOut = ({ name, address }: Named): Fault =>
  transient('docker.timeout', `the Docker engine '${name}' at ${address} did not answer in time`);

export const invalidAnswer = ({ name, address }: Named, what: string): Fault =>
  transient('docker.answer.invalid', `the Docker engine '${name}' at ${address} gave an answer that cannot be right: ${what}`);

/** What a status means where the caller knows nothing better. */
export function statusFault({ name, address }: Named, status: number, message: string): Fault {
  const where = `the Docker engine '${name}' at ${address}`;
  if (status === 429) return transient('docker.throttled', `${where} is throttling: ${message}`, seconds(2));
  // It answered, of this one thing: a port that is taken, a mount that is not there, a container that was being started when the engine died.
  if (status === 500) return transient('docker.failed', `${where} failed: ${message}`);
  if (status > 500) return transient('docker.unavailable', `${where} failed: ${message}`);
  if (status === 401 || status === 403) return permanent('docker.denied', `${where} does not allow it: ${message}`);
  if (status === 404) return permanent('docker.not-found', `${where} has no such thing: ${message}`);
  if (status === 409) return transient('docker.conflict', `${where} is busy with it: ${message}`);
  return permanent('docker.refused', `${where} refused: ${message}`);
}

export const imageMissing = ({ name }: Named, image: string, mayPull: boolean): Fault =>
  permanent(
    'docker.image.not-found',
    `there is no image '${image}' on the Docker engine '${name}'${mayPull ? ', and it could not be pulled' : ': pull it there first'}`,
  );

export const noEngine = (): Fault => permanent('docker.engine.none', 'no Docker engine is configured');

export const unknownEngine = (name: string): Fault =>
  permanent('docker.engine.unknown', `the Docker engine '${name}' that has the container is not configured`);

export const hostUnsupported = (property: string): Fault =>
  permanent(
    'docker.host.unsupported',
    `'${property}' is not supported yet: containers run on the engines that are configured; leave it out`,
  );

export const foreign = (name: string): Fault =>
  permanent('driver.resource.foreign', `the container '${name}' exists but does not carry this installation's mark`);

export const taken = (name: string, owner: string): Fault =>
  permanent('driver.resource.taken', `the container '${name}' already belongs to ${owner}`);

export const notFound = ({ physicalId, token }: Pick<Resource, 'physicalId' | 'token'>): Fault =>
  permanent('driver.resource.not-found', `there is no container ${physicalId ?? token ?? 'without a name'}`);

export const unsupported = (operation: string): Fault =>
  permanent('driver.operation.unsupported', `a container has no operation '${operation}'`);

export const notRunning = (operation: string): Fault =>
  permanent('docker.not-running', `the container does not run: it cannot ${operation}; start or recover it`);

export const neverWell = (): Fault => permanent('docker.unhealthy', "the container's own health check fails");

export const endedEarly = (how: string): Fault => permanent('docker.ended', `${how} before its health check had passed`);

export const notInPlace = (property: string): Fault =>
  permanent('docker.update.unsupported', `'${property}' of a container cannot change in place: replace the node`);

export const badProperties = (where: string): Fault =>
  permanent('docker.properties.invalid', `these properties do not describe a container: ${where}`);
