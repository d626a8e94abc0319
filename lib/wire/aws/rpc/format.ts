import type { HttpResponse } from '../../http.ts';

/** CBOR, as somebody else reads and writes it. */
export type Cbor = {
  /** Throws what is none. */
  readonly read: (bytes: Uint8Array) => unknown;
  readonly write: (value: unknown) => Uint8Array;
  /** A value with a tag: a timestamp is one with tag 1. */
  readonly tagged: (tag: number, value: unknown) => unknown;
};

/** How values travel in a protocol that is no form: what its bodies look like and what its answers say of themselves. */
export type Format = {
  /** Throws what is none of it. */
  readonly read: (body: string, bytes: Uint8Array) => unknown;
  readonly write: (value: unknown) => Pick<HttpResponse, 'body' | 'bytes'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeOf: (value: unknown) => number | undefined;
  readonly timeFor: (seconds: number) => unknown;
};

/** Timestamps are seconds. */
export const JSON_FORMAT: Format = {
  read: (body) => JSON.parse(body === '' ? '{}' : body) as unknown,
  write: (value) => ({ body: JSON.stringify(value) }),
  headers: { 'Content-Type': 'application/x-amz-json-1.0' },
  timeOf: (value) => (typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : undefined),
  timeFor: (seconds) => seconds,
};

/** Smithy's RPC v2 with CBOR: timestamps are seconds under tag 1. */
export const cborFormat = ({ read, write, tagged }: Cbor): Format => ({
  read: (_, bytes) => (bytes.length === 0 ? {} : read(bytes)),
  write: (value) => ({ body: '', bytes: write(value) }),
  headers: { 'Content-Type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  timeOf: secondsUnderTag,
  timeFor: (seconds) => tagged(1, seconds),
});

function secondsUnderTag(value: unknown): number | undefined {
  const { tag, value: under } = typeof value === 'object' && value !== null ? (value as { tag?: unknown; value?: unknown }) : {};
  return Number(tag) === 1 && (typeof under === 'number' || typeof under === 'bigint') ? Number(under) * 1000 : undefined;
}
