import { gunzipSync } from 'node:zlib';

/** Far beyond what one object of ours holds: whatever asks for more is somebody else's. */
const LONGEST = 512 * 1_024 * 1_024;

/** The text of an object. @throws when it is none of ours, or damaged */
export const unpack = (bytes: Uint8Array): string => gunzipSync(bytes, { maxOutputLength: LONGEST }).toString('utf8');
