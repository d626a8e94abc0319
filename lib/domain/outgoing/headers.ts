import { type Fault, permanent } from '../kernel/fault.ts';

/** What the connection itself needs to say truthfully. Whoever may choose these may smuggle a second request behind the first. */
const OURS = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect', 'accept-encoding'],
  ...['proxy-authorization', 'proxy-connection'],
]);
const MOST_BYTES = 8_192;

/** Headers that a user chose: names are tokens, values are visible ASCII, blanks and tabs, and none is one that the connection makes itself. */
export function checkHeaders(headers: Readonly<Record<string, string>>): Fault | undefined {
  const invalid = (rule: string): Fault => permanent('outgoing.header.invalid', rule);
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    size += name.length + value.length + 4;
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name)) return invalid('A header has a name that is none.');
    if (OURS.has(name.toLowerCase())) return invalid(`The header '${name}' is not for a caller to set.`);
    if (!/^[\t -~]*$/.test(value)) return invalid(`The header '${name}' has a value with characters that no header can hold.`);
  }
  return size > MOST_BYTES ? invalid(`The headers have more than ${MOST_BYTES} bytes.`) : undefined;
}
