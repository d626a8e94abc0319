import Docker from 'dockerode';
import type { z } from 'zod';
import type { Fault } from '../../domain/kernel/fault.ts';
import { connectionFault, invalidAnswer, messageOf, statusFault, statusOf, timedOut } from './faults.ts';
import { plainRefusals } from './refusal.ts';
import { turns } from './turns.ts';

/** Where an engine listens. `ca`, `cert` and `key` are PEM texts, not paths; with them the connection is TLS, both sides known. */
export type EngineAddress = { readonly name: string } & (
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number; readonly ca?: string; readonly cert?: string; readonly key?: string }
);

export type Reply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** An answer that depends on what was asked: the caller may know what a 404 or a 409 means here. */
  | { readonly kind: 'refused'; readonly status: number; readonly fault: Fault }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** One engine, to be asked one thing at a time. What it answers is believed only as far as the schema goes. */
export interface Engine {
  readonly name: string;
  readonly address: string;
  ask<T>(signal: AbortSignal, schema: z.ZodType<T>, question: (docker: Docker, signal: AbortSignal) => Promise<unknown>): Promise<Reply<T>>;
}

/** @param concurrency how many requests the engine may have from us at a time */
export function engineAt(at: EngineAddress, concurrency: number): Engine {
  const named = { name: at.name, address: 'socketPath' in at ? `unix://${at.socketPath}` : `tcp://${at.host}:${at.port}` };
  const docker = connect(at);
  const turn = turns(concurrency);
  return {
    ...named,
    async ask(signal, schema, question) {
      try {
        const answer = await turn(signal, () => orAborted(signal, question(docker, signal)));
        const parsed = schema.safeParse(answer);
        if (parsed.success) return { kind: 'ok', value: parsed.data };
        return { kind: 'fault', fault: invalidAnswer(named, parsed.error.issues.map((i) => i.path.join('.') || i.code).join(', ')) };
      } catch (error) {
        if (signal.aborted) return { kind: 'fault', fault: timedOut(named) };
        const status = statusOf(error);
        if (status === undefined) return { kind: 'fault', fault: connectionFault(named, error) };
        const fault = statusFault(named, status, messageOf(error));
        return status >= 500 || status === 429 ? { kind: 'fault', fault } : { kind: 'refused', status, fault };
      }
    },
  };
}

/**
 * Every setting is said, since what is left out is taken from DOCKER_HOST and its like. No agent of our own is given: the library
 * describes all it is given in full at every request, sockets and all. The platform's own keeps connections open, too.
 */
function connect(at: EngineAddress): Docker {
  const secure = 'host' in at && (at.ca !== undefined || at.cert !== undefined || at.key !== undefined);
  const settings = {
    ...{ socketPath: undefined, host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined },
    ...at,
    pathPrefix: '/',
    timeout: undefined,
    protocol: secure ? ('https' as const) : ('http' as const),
  };
  return plainRefusals(new Docker(settings));
}

/** An answer that breaks off in the middle never ends for the client library: the signal ends the wait for it. */
function orAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
