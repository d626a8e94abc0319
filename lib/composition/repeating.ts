import { once } from '../app/requests/once.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import type { Repeating } from '../wire/senlin/repeatable.ts';
import { engine } from './engine.ts';

/** What keeps the requests that clients may send again, on the engine's own store. */
export const repeating = (): Repeating => (request, answer) => once({ ...engine(), digest: sha256Digest }, request, answer);
