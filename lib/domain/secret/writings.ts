/** Shorter values are found everywhere, and are guessed faster than they leak. */
export const SHORTEST_HIDDEN = 6;
/** Of a value of many lines, a line alone gives it away if it has so many characters. */
const SHORTEST_LINE = 16;

/**
 * All the ways in which a program may write a value, or what it is made of, without meaning to hide it: as it is, escaped for JSON, URLs and HTML, in
 * base64 wherever it begins in what is encoded, in hexadecimal.
 */
export function writingsOf(value: string): readonly string[] {
  const parts = [value, value.trim(), ...linesOf(value), ...leavesOf(value)].filter(({ length }) => length >= SHORTEST_HIDDEN);
  return [...new Set([...new Set(parts)].flatMap(writings))];
}

const linesOf = (value: string): readonly string[] =>
  value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(({ length }) => length >= SHORTEST_LINE);

/** The texts in a value that is JSON: whoever was given all of it may well repeat one. */
function leavesOf(value: string): readonly string[] {
  const leaves: string[] = [];
  try {
    JSON.parse(value, (_, leaf: unknown) => {
      if (typeof leaf === 'string') leaves.push(leaf);
      return leaf;
    });
  } catch {
    // No JSON, no leaves.
  }
  return leaves;
}

function writings(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const json = JSON.stringify(text).slice(1, -1);
  const uri = encodeUri(bytes);
  return [
    text,
    ...[json, ascii(json), json.replace(/[<>&]/g, escaped), JSON.stringify(json).slice(1, -1)],
    ...[uri, uri.toLowerCase(), lowerEscapes(uri), uri.replaceAll('%20', '+')],
    text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
    text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign),
    ...hex(bytes),
    ...base64(bytes),
  ].filter(({ length }) => length >= SHORTEST_HIDDEN);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** As Python writes JSON. */
const ascii = (json: string): string => json.replace(/[^\x20-\x7e]/g, escaped);

const SAFE = /^[A-Za-z0-9_.~-]$/;
/** Everything that any library escapes: what one leaves as it is stands in the other writings. */
const encodeUri = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return SAFE.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
const lowerEscapes = (uri: string): string => uri.replace(/%[0-9A-F]{2}/g, (sign) => sign.toLowerCase());

const hex = (bytes: Uint8Array): readonly string[] => {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [digits, digits.toUpperCase()];
};

/** In both alphabets; all of it, and what of it is the same whatever stands before and behind it. */
function base64(bytes: Uint8Array): readonly string[] {
  const inside = [0, 1, 2].map((before) => {
    const whole = encode([...Array<number>(before).fill(0), ...bytes]);
    return whole.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6));
  });
  const standard = [encode([...bytes]).replace(/=+$/, ''), ...inside];
  return [...standard, ...standard.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
}

const encode = (bytes: readonly number[]): string => btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''));
