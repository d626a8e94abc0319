import type { Marking } from '../domain/orphan/member-mark.ts';
import { installationId } from '../platform/installation-id.ts';
import { markSecretIn, markSigner } from '../platform/mark-signer.ts';
import type { MarkSigner } from '../ports/mark-signer.ts';
import type { Config } from './config.ts';

/** Whose marks are ours. */
export const installationOf = ({ COPPICE_INSTALLATION: told, COPPICE_HOME: home, STAGE }: Config): string =>
  told || (home ? installationId(home) : STAGE);

/** Both, for whoever marks what stands beside nodes. */
export const markingOf = (settings: Config): Marking => ({ installation: installationOf(settings), signer: markSigning(settings) });

let current: MarkSigner | undefined;

/** By the operator's secrets, else, on a machine, by one in the state folder. A deployment without either signs nothing, and its sweep lists only. */
export function markSigning({ COPPICE_MARK_SECRETS: told, COPPICE_HOME: home }: Config): MarkSigner {
  current ??= markSigner(told.length > 0 ? told : home ? [markSecretIn(home)] : []);
  return current;
}
