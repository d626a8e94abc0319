import { readdirSync, readFileSync } from 'node:fs';
import type { Json } from '../../../lib/domain/kernel/json.ts';

/** One request to a real Senlin, and its answer. */
export type Exchange = {
  /** The name of its file, which begins with its number. */
  readonly file: string;
  readonly as: Caller | null;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: Json;
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: Json;
    readonly body?: string;
  };
};
export type Caller = 'demo' | 'other' | 'alt' | 'admin' | 'reader';

const FOLDER = new URL('../senlin-wire/', import.meta.url);

/** All of them, in the order in which they happened. */
export const exchanges: readonly Exchange[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({ file: name.replace('.json', ''), ...JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) }));
