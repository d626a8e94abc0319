import { gunzipSync } from 'node:zlib';

/** What is packed, if that is no more than so many bytes: a few kilobytes may hold gigabytes. */
export function gunzip(bytes: Uint8Array, most: number): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch {
    return undefined;
  }
}
