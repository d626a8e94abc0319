import { cbor, tag } from '@smithy/core/cbor';

/** CBOR by the codec that AWS's own clients use. */
export const smithyCbor = {
  read: (bytes: Uint8Array): unknown => cbor.deserialize(bytes),
  // Its buffer is used again.
  write: (value: unknown): Uint8Array => Uint8Array.from(cbor.serialize(value)),
  tagged: (number: number, value: unknown): unknown => tag({ tag: number, value }),
};
