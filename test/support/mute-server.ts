import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes every request, and answers none. */
export async function muteServer(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
