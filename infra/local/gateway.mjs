// serverless-offline's HTTP server, made to behave as API Gateway where it does not by itself, and to keep quiet.

import { PassThrough } from 'node:stream';

/** Longer than any client keeps an idle connection, so that none is closed under a request on its way. */
const IDLE_CONNECTION = 75_000;
/** Letters of an answer from which on it is worth it. */
const LONG_ANSWER = 16_384;
/** Whoever has not sent all of a request by then does not mean to. */
const SLOWEST_REQUEST = 10_000;

const findServer = (serverless) =>
  serverless.pluginManager.plugins
    .find((plugin) => typeof plugin.internals === 'function')
    .internals()
    .getApiGatewayServer();

/** @returns how to stop it: no new connections at once, and a moment for the requests in flight */
export function tuneGateway(serverless) {
  const server = findServer(serverless);
  server.listener.keepAliveTimeout = IDLE_CONNECTION;
  server.listener.headersTimeout = SLOWEST_REQUEST;
  // An HTTP API passes on the headers it is given: it does not compress, forbid caching, offer ranges or add a character set.
  server.settings.compression = false;
  for (const { settings } of server.table()) {
    settings.cache = false;
    settings.response.ranges = false;
  }
  server.ext('onPreResponse', ({ response }, toolkit) => {
    if (response.isBoom) response.output.payload = { message: response.output.payload.error };
    else response.charset(null);
    // As bytes, which the server would otherwise count and write out letter by letter.
    if (typeof response.source === 'string' && response.source.length > LONG_ANSWER) {
      response.source = Buffer.from(response.source);
      response.variety = 'buffer';
    }
    return toolkit.continue;
  });
  // Nor does it share its answers with every page in a browser, which serverless-offline does for whatever names an origin.
  server.ext('onRequest', (request, toolkit) => {
    delete request.headers.origin;
    // A header that came twice is one header, joined by a comma; serverless-offline would take the last.
    const { req } = request.raw;
    req.rawHeaders = Object.entries(req.headers).flatMap(([name, value]) => [name, [value].flat().join(', ')]);
    hangUpLate(request.raw);
    // What is no text is passed on in base64; serverless-offline knows so of a few types only.
    if (isBinary(request.headers)) request.headers['content-type'] = 'application/octet-stream';
    // And it leaves a slash at the end where it is: the Lambda knows whether it means something.
    const { url } = request.raw.req;
    if (/.\/($|\?)/.test(url)) request.setUrl(url);
    return toolkit.continue;
  });
  return (grace) => server.stop({ timeout: grace });
}

const isBinary = ({ 'content-type': type = '', 'content-encoding': encoding = 'identity' }) =>
  type.startsWith('application/cbor') || encoding !== 'identity';

const TOO_LATE = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** hapi says 408 only once the body has come to its end, which is what it waits for in vain. Said past it: its own answer, to nobody by then, does no harm. */
function hangUpLate({ req, res }) {
  if (req.complete) return;
  const timer = setTimeout(() => {
    if (req.complete) return;
    if (!res.headersSent) req.socket.write(TOO_LATE);
    req.socket.destroySoon();
  }, SLOWEST_REQUEST);
  for (const event of ['end', 'close']) req.once(event, () => clearTimeout(timer));
}

/**
 * A route that answers bit by bit, as a function's URL does; the gateway's own would wait for the end.
 *
 * @param stream calls the function with an event and where to write
 */
export function addStream(serverless, path, stream) {
  findServer(serverless).route({
    method: 'GET',
    path,
    handler: (request, toolkit) =>
      new Promise((resolve, reject) => {
        const out = new PassThrough();
        out.once('prelude', ({ statusCode, headers }) => {
          const response = toolkit.response(out).code(statusCode);
          for (const [name, value] of Object.entries(headers)) response.header(name, value);
          resolve(response);
        });
        const { host } = request.info;
        const event = {
          rawPath: request.path,
          rawQueryString: request.url.search.slice(1),
          headers: request.headers,
          requestContext: { domainName: host, http: { method: 'GET' } },
        };
        stream(event, out).catch((error) => {
          reject(error);
          out.destroy(error);
        });
      }),
  });
}

/** The framework prints its table of routes past its own log level. @returns how to let everything through again */
export function withoutRouteTable() {
  const { log } = console;
  console.log = (...words) => {
    if (!String(words[0]).includes('/2015-03-31/functions/')) log(...words);
  };
  return () => {
    console.log = log;
  };
}
