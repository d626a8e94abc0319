import { markSecretIn, markSigner } from '../platform/mark-signer.ts';
import type { MarkSigner } from '../ports/mark-signer.ts';
import type { Config } from './config.ts';

let current: MarkSigner | undefined;

/** By the operator's secrets, else, on a machine, by one in the state folder. A deployment without either signs nothing, and its sweep lists only. */
export function markSigning({ COPPICE_MARK_SECRETS: told, COPPICE_HOME: home }: Config): MarkSigner {
  current ??= markSigner(told.length > 0 ? told : home ? [markSecretIn(home)] : []);
  return current;
}
