import { type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import { sha256Digest } from '../../lib/platform/sha256-digest.ts';
import { sigv4SigningKey } from '../../lib/platform/sigv4-signing-key.ts';
import type { QueryEndpoint } from '../../lib/wire/aws/query/endpoint.ts';
import { principal } from './senlin-wire.ts';

export const KEY = { accessKeyId: 'AKIAEXAMPLEEXAMPLE22', secretAccessKey: 'sekret/with+and=0123456789012345' };

/** Knows one key, whose owner is `demo`. @param now what the service takes for the time */
export const verifyingAt = (now: () => Instant = () => instant(Date.now())): QueryEndpoint['verifying'] => ({
  findSigner: async (id) =>
    id === KEY.accessKeyId ? { kind: 'known', principal: principal('demo'), secret: KEY.secretAccessKey } : { kind: 'unknown' },
  digest: sha256Digest,
  matches: sigv4SigningKey().matches,
  now,
  window: seconds(300),
});

export const setting = (now?: () => Instant) => ({
  verifying: verifyingAt(now),
  account: '123456789012',
  report: (error: unknown) => {
    throw error;
  },
});
