import { once } from 'node:events';
import { createServer } from 'node:net';
import { Refusal } from './refusal.mjs';

export const HOST = '127.0.0.1';

async function listenAndLeave(port) {
  const server = createServer().listen(port, HOST);
  await once(server, 'listening');
  const chosen = server.address().port;
  server.close();
  await once(server, 'close');
  return chosen;
}

/** A port nobody listened on a moment ago. Somebody else may take it before its user does: the user tries again with another. */
export const freePort = () => listenAndLeave(0);

/** @returns the port as a number @throws {Refusal} when it is no port number, or is taken */
export async function ensureFree(setting) {
  const port = Number(setting);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Refusal(`PORT is "${setting}", which is no port number (1 to 65535).`);
  try {
    return await listenAndLeave(port);
  } catch (error) {
    if (error.code === 'EADDRINUSE') throw new Refusal(`Port ${port} is taken. Stop what listens there, or set PORT to another one.`);
    if (error.code === 'EACCES') throw new Refusal(`Port ${port} may not be used by this user. Set PORT to one above 1023.`);
    throw error;
  }
}
