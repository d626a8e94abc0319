import { allowanceOf } from '../domain/outgoing/destination.ts';
import { guardedHttp } from '../platform/guarded-http/guarded-http.ts';
import type { Outgoing } from '../ports/outgoing.ts';
import { config } from './config.ts';

let current: Outgoing | undefined;

/** The way out, as far as this installation opens it. */
export function outgoing(): Outgoing {
  current ??= guardedHttp(allowance());
  return current;
}

function allowance() {
  const { COPPICE_OUTGOING_ALLOW: entries, COPPICE_OUTGOING_PORTS: ports } = config();
  const read = allowanceOf(entries, ports);
  if (typeof read === 'string') throw new Error(`COPPICE_OUTGOING_ALLOW: '${read}' is no range, address or host`);
  return read;
}
