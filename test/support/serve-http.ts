import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpHandler } from '../../lib/wire/http.ts';

export type Served = { readonly origin: string; readonly stop: () => Promise<void> };

/** Puts a handler behind a real socket on 127.0.0.1, for clients that will talk to nothing less. Port 0 takes any. */
export async function serveHttp(handler: HttpHandler, port = 0): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const bytes = await whole(incoming);
      const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
      const response = await handler({
        method: incoming.method ?? 'GET',
        path,
        query,
        headers: Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
        ),
        body: bytes.toString('utf8'),
        bytes,
        origin: `http://${incoming.headers.host}`,
        requestId: `req-${randomUUID()}`,
      });
      outgoing.writeHead(response.status, { ...response.headers }).end(response.bytes ?? response.body);
    })().catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function whole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
