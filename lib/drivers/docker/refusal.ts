import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';

type Response = NodeJS.ReadableStream & { readonly statusCode?: number };

type Build = (
  error: Error | null,
  isStream: boolean,
  statusCodes: { readonly [status: number]: unknown },
  openStdin: boolean,
  request: unknown,
  response: Response,
  json: unknown,
  callback: (error: Error | null, answer: unknown) => void,
) => void;

/**
 * What an engine says for a refusal, made fit to be written down. The client library adds it to a message in a callback of the socket: of
 * a JSON object that is no text and cannot become one (`{"message": {"toString": 1, "valueOf": 1}}`), that ends the whole process.
 */
export function plainRefusals(docker: Docker): Docker {
  const modem = docker.modem as unknown as { buildPayload: Build };
  const build = modem.buildPayload.bind(modem);
  modem.buildPayload = (error, isStream, statusCodes, openStdin, request, response, json, callback) => {
    const told = (said: unknown) => build(null, false, statusCodes, openStdin, request, response, plain(said), callback);
    if (error || statusCodes[response.statusCode ?? 0] === true)
      build(error, isStream, statusCodes, openStdin, request, response, json, callback);
    else if (isStream)
      void text(response).then(
        (said) => told(parsed(said)),
        (broken) => callback(broken, null),
      );
    else told(json);
  };
  return docker;
}

function plain(said: unknown): unknown {
  if (typeof said !== 'object' || said === null || Buffer.isBuffer(said)) return said;
  return { message: 'message' in said && typeof said.message === 'string' ? said.message : JSON.stringify(said) };
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said) ?? said;
  } catch {
    return said;
  }
}
