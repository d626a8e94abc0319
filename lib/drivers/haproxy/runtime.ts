import { connect } from 'node:net';
import { type Fault, transient } from '../../domain/kernel/fault.ts';

/** Where the runtime API listens: a path, or `host:port`. */
export type Runtime = (
  command: string,
) => Promise<{ readonly kind: 'said'; readonly text: string } | { readonly kind: 'fault'; readonly fault: Fault }>;

const PATIENCE_MS = 5_000;

/** One command, one connection: that is how the runtime API wants it. Nothing that a user wrote may end a line in a command. */
export const runtimeAt =
  (socket: string): Runtime =>
  (command) =>
    new Promise((resolve) => {
      const fail = (why: string) =>
        resolve({ kind: 'fault', fault: transient('balancer.unavailable', `HAProxy does not answer at ${socket}: ${why}.`) });
      const said: Buffer[] = [];
      const [, host, port] = /^([^/]+):(\d+)$/.exec(socket) ?? [];
      const client = host ? connect(Number(port), host) : connect(socket);
      client.setTimeout(PATIENCE_MS, () => client.destroy(new Error('it takes too long')));
      client.on('connect', () => client.write(`${command.replaceAll(/[\r\n;]/g, ' ')}\n`));
      client.on('data', (chunk) => said.push(chunk));
      client.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
      client.on('end', () => resolve({ kind: 'said', text: Buffer.concat(said).toString('utf8').trim() }));
      client.on('close', () => fail('the connection ended'));
    });
