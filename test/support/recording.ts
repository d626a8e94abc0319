import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';

/** A body: one named thing, as every request and answer that is not a list or an error is. */
type Body = { readonly [name: string]: JsonObject };

/** One exchange with a real Senlin: see test/contract/senlin-wire/README.md. */
export type Recording = {
  readonly name: string;
  readonly request: { readonly method: string; readonly url: string; readonly json: Body };
  readonly response: { readonly status: number; readonly json: Body };
};

/** @param file its name without `.json`: `040-profile-type-os.nova.server-1.0` */
export const recording = (file: string): Recording =>
  JSON.parse(readFileSync(new URL(`../contract/senlin-wire/${file}.json`, import.meta.url), 'utf8'));
