import { connect } from 'node:net';

export type RawReply = {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly text: string;
};

/**
 * Sends these very bytes and reads until the other side hangs up.
 *
 * @param hold leave the request unfinished, and wait for whoever loses patience
 */
export function sendRaw(port: number, bytes: Buffer): Promise<RawReply> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
    });
    // Whoever hangs up in the middle of what is sent to it, resets the connection.
    socket.on('error', () => {});
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }));
    socket.write(bytes);
  });
}

/** A request as text. Every header is sent as it stands, twice if it stands there twice. */
export const requestText = (head: readonly string[], body: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
