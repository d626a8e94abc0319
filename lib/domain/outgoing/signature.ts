import { type Fault, permanent } from '../kernel/fault.ts';
import { type Instant, type Seconds, seconds } from '../kernel/time.ts';

/** Seconds since the epoch, when the body was signed. */
export const TIMESTAMP_HEADER = 'X-Coppice-Timestamp';
/** `sha256=` and the HMAC-SHA256 of `<timestamp>.<body>` in hexadecimal, under the secret both sides have. */
export const SIGNATURE_HEADER = 'X-Coppice-Signature';

/** Older or newer than this, and a signed message may be one that somebody kept and sends again. */
export const SIGNATURE_AGE: Seconds = seconds(300);

/** The text that is signed. */
export const signedText = (timestamp: string, body: string): string => `${timestamp}.${body}`;

/** The two headers of a message that is sent. @param sign HMAC-SHA256 in hexadecimal of a text under the receiver's secret */
export function signatureHeaders(body: string, now: Instant, sign: (text: string) => string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: `sha256=${sign(signedText(timestamp, body))}` };
}

/**
 * Whether a message that came is as its sender made it, and made just now.
 *
 * @param headers names in lower case
 * @param matches whether the hexadecimal HMAC-SHA256 of a text under the secret is this one, compared in constant time
 */
export function checkSignature(
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: Instant,
  matches: (text: string, signature: string) => boolean,
): Fault | undefined {
  const timestamp = headers[TIMESTAMP_HEADER.toLowerCase()] ?? '';
  const [, signature] = /^sha256=([0-9a-f]{64})$/i.exec(headers[SIGNATURE_HEADER.toLowerCase()] ?? '') ?? [];
  const fresh = /^\d{1,12}$/.test(timestamp) && Math.abs(Math.floor(now / 1000) - Number(timestamp)) <= SIGNATURE_AGE;
  if (signature !== undefined && fresh && matches(signedText(timestamp, body), signature.toLowerCase())) return undefined;
  return permanent('signature.invalid', 'The message is not signed, or not with this secret, or not within the last five minutes.');
}
