import type { HttpRequest, HttpResponse } from '../http.ts';

/** Status, title and standing sentence of everything that can be said without an object of ours. */
export const STATUSES = {
  202: { title: 'Accepted', explanation: 'The request is accepted for processing.' },
  400: {
    title: 'Bad Request',
    explanation: 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  },
  401: {
    title: 'Unauthorized',
    explanation: 'This server could not verify that you are authorized to access the document you requested.',
  },
  403: { title: 'Forbidden', explanation: 'Access was denied to this resource.' },
  404: { title: 'Not Found', explanation: 'The resource could not be found.' },
  405: { title: 'Method Not Allowed', explanation: 'The method is not allowed for this resource.' },
  406: {
    title: 'Not Acceptable',
    explanation: 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  },
  409: { title: 'Conflict', explanation: 'There was a conflict when trying to complete your request.' },
  410: { title: 'Gone', explanation: 'What was asked for is over.' },
  412: { title: 'Precondition Failed', explanation: 'A precondition for this request failed.' },
  413: { title: 'Request Entity Too Large', explanation: 'The body of your request was too large for this server.' },
  422: { title: 'Unprocessable Entity', explanation: 'Unable to process the contained instructions' },
  429: { title: 'Too Many Requests', explanation: 'There were too many requests in a short time. Please try again later.' },
  500: {
    title: 'Internal Server Error',
    explanation: 'The server has either erred or is incapable of performing the requested operation.',
  },
  503: { title: 'Service Unavailable', explanation: 'The server is currently unavailable. Please try again at a later time.' },
} as const;
export type Status = keyof typeof STATUSES;

/**
 * The pages Senlin's web library makes where no code of Senlin's own is reached: unknown paths, unreadable versions, and the odd 202
 * of an action's update. Their form follows the `Accept` header, and they are not error objects.
 */
export function webobPage(
  status: Status,
  { method, headers }: Pick<HttpRequest, 'method' | 'headers'>,
  detail = '',
  said?: string,
): HttpResponse {
  if (method === 'HEAD') return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: '' };

  const accept = headers.accept ?? '';
  const { title } = STATUSES[status];
  const explanation = said ?? STATUSES[status].explanation;
  if (accept.includes('text/html') || accept.includes('*/*')) {
    const text = `${explanation}<br /><br />\n${escaped(detail)}\n\n`;
    const body = `<html>\n <head>\n  <title>${status} ${title}</title>\n </head>\n <body>\n  <h1>${status} ${title}</h1>\n  ${text}\n </body>\n</html>`;
    return { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body };
  }
  if (accept.includes('application/json') || accept.includes('application/*')) {
    const body = { message: `${explanation}<br /><br />\n${detail}\n\n`, code: `${status} ${title}`, title };
    return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  }
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=UTF-8' },
    body: `${status} ${title}\n\n${explanation}\n\n${detail}\n\n`,
  };
}

/** The detail may repeat what a stranger sent. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;');
