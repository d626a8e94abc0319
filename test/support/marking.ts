import type { Marking } from '../../lib/domain/orphan/member-mark.ts';
import { markSigner } from '../../lib/platform/mark-signer.ts';

/** Of the installation that is tried, and of another one that shares its surroundings. */
export const MARKING: Marking = { installation: 'ours', signer: markSigner(['our secret']) };
export const THEIRS: Marking = { installation: 'theirs', signer: markSigner(['their secret']) };
