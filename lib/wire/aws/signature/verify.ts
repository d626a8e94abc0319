import type { SignerLookup } from '../../../app/identity/authenticate-signed.ts';
import type { Principal } from '../../../domain/identity/principal.ts';
import { after, type Instant, type Seconds, seconds } from '../../../domain/kernel/time.ts';
import type { HttpRequest } from '../../http.ts';
import { type AwsFault, awsFault } from '../fault.ts';
import { stringToSign } from './canonical.ts';
import { type Presented, presentedBy } from './presented.ts';

export type Verifying = {
  readonly findSigner: (accessKeyId: string) => Promise<SignerLookup>;
  readonly digest: (content: string | Uint8Array) => string;
  readonly matches: (secret: string, scope: Presented['scope'], text: string, signature: string) => boolean;
  readonly now: () => Instant;
  /** How far a client's clock may be off. AWS takes 5 or 15 minutes, by service. */
  readonly window: Seconds;
};

export type Verified = { readonly principal: Principal; readonly region: string; readonly accessKeyId: string };

const mismatch = awsFault(
  'SignatureDoesNotMatch',
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  403,
);
const unknownToken = awsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);

/**
 * Says who signed a request, or why it is refused, in AWS's order: what is unreadable, then the scope, the clock, the key, and at last the signature itself.
 *
 * @param service whom the signature must be meant for: one made for another service opens nothing here
 */
export async function verifySignature(verifying: Verifying, request: HttpRequest, service: string): Promise<Verified | AwsFault> {
  const presented = presentedBy(request);
  if ('code' in presented) return presented;
  const { scope, accessKeyId, signedHeaders, signature } = presented;
  const wrong = wrongScope(presented, service) ?? wrongTime(presented, verifying.now(), verifying.window);
  if (wrong) return wrong;
  if (!signedHeaders.includes('host'))
    return awsFault('SignatureDoesNotMatch', "'Host' must be a 'SignedHeader' in the AWS Authorization.", 403);
  // Nobody here hands out session tokens.
  if (presented.sessionToken !== undefined) return unknownToken;

  const signer = await verifying.findSigner(accessKeyId);
  if (signer.kind === 'fault') return awsFault('ServiceUnavailable', 'Access keys cannot be checked at the moment.', 503);
  if (signer.kind === 'unknown') return unknownToken;
  const text = stringToSign(request, presented, verifying.digest);
  return verifying.matches(signer.secret, scope, text, signature)
    ? { principal: signer.principal, region: scope.region, accessKeyId }
    : mismatch;
}

function wrongScope({ scope, date }: Presented, service: string): AwsFault | undefined {
  const refuse = (message: string) => awsFault('SignatureDoesNotMatch', message, 403);
  if (scope.terminator !== 'aws4_request') return refuse("Credential should be scoped with a valid terminator: 'aws4_request'.");
  if (scope.service !== service) return refuse(`Credential should be scoped to correct service: '${service}'.`);
  if (!/^[a-z0-9-]{1,64}$/.test(scope.region)) return refuse('Credential should be scoped to a valid region.');
  return scope.day === date.slice(0, 8)
    ? undefined
    : refuse('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.');
}

function wrongTime({ at, date, expires }: Presented, now: Instant, window: Seconds): AwsFault | undefined {
  const early = now + window * 1000 < at;
  if (expires !== undefined) {
    if (early || now > after(at, expires)) return awsFault('RequestExpired', 'Request has expired.');
    return undefined;
  }
  if (!early && now <= after(at, window)) return undefined;
  const told = early ? `Signature not yet current: ${date} is still later than ${basic(after(now, window))}` : expired(date, now, window);
  return awsFault('SignatureDoesNotMatch', told, 403);
}

const expired = (date: string, now: Instant, window: Seconds): string =>
  `Signature expired: ${date} is now earlier than ${basic(after(now, seconds(-window)))} (${basic(now)} - ${window / 60} min.)`;

const basic = (at: Instant): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
