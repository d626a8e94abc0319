import http from 'node:http';
import { isJsonObject, type Json } from '../../lib/domain/kernel/json.ts';
import type { Drawn } from './request.ts';
import type { World } from './world.ts';

export type Answer = { readonly status: number; readonly text: string; readonly ms: number };

const PATIENCE = 30_000;

/** @returns a function that sends what was drawn, and brings back whatever comes of it: status 0 when nothing does */
export function sender(base: string, world: World) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  const { hostname, port } = new URL(base);
  const send = (drawn: Drawn): Promise<Answer> =>
    new Promise((resolve) => {
      const began = performance.now();
      const done = (status: number, text: string) => resolve({ status, text, ms: performance.now() - began });
      const { method, path, headers, body } = written(drawn, world);
      const request = http.request({ hostname, port, method, path, agent, headers, timeout: PATIENCE }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          // A stream goes on for as long as anybody listens.
          if (response.headers['content-type'] === 'text/event-stream') request.destroy();
        });
        response.on('error', () => {});
        response.on('close', () => done(response.statusCode ?? 0, Buffer.concat(chunks).toString()));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', (error) => done(0, String(error)));
      request.end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** As it goes out. */
export function written({ operation, role, path, query, headers, body, text }: Drawn, world: World) {
  const asked = new URLSearchParams(query.map(([name, value]): [string, string] => [name, world.filled(value)])).toString();
  const payload = world.filled(text ?? (body === undefined ? '' : formOf(operation.path, body)));
  return {
    method: operation.method,
    path: `${world.filled(path)}${asked && `?${asked}`}`,
    headers: {
      'content-type': operation.path.startsWith('/aws') ? 'application/x-www-form-urlencoded' : 'application/json',
      ...headers,
      ...(role !== 'nobody' && { 'x-auth-token': world.tokens[role] }),
      ...(payload !== '' && { 'content-length': String(Buffer.byteLength(payload)) }),
    },
    body: payload,
  };
}

const formOf = (path: string, body: Json): string =>
  path.startsWith('/aws') && isJsonObject(body)
    ? new URLSearchParams(Object.entries(body).map(([name, value]): [string, string] => [name, String(value)])).toString()
    : JSON.stringify(body);
