import { stateChangeIn } from '../../workflow/state-change.ts';
import { NOTHING, type Reader, UNKNOWN } from './fact.ts';

/** `Step Functions Execution Status Change`, which is never bad news of a node. Whoever waits for the execution hears of it elsewhere. */
export const stepfunctions: Reader = (message) => (stateChangeIn(message) === 'unknown' ? UNKNOWN : NOTHING);
