import type { Reception } from '../app/receivers/reception.ts';
import { seconds } from '../domain/kernel/time.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import { sha256Hmac } from '../platform/sha256-hmac.ts';
import { sqsMailboxes } from '../platform/sqs-mailboxes.ts';
import { sqsClient } from './clients.ts';
import { config } from './config.ts';

/** Looking costs nothing where the queues are in the same process. */
const LOCAL_POLL = 5;

/** What receivers run on. */
export function reception(): Reception {
  const { STAGE, COPPICE_HOME, COPPICE_WEBHOOK_RATE, COPPICE_WEBHOOK_ID_IS_ENOUGH, COPPICE_RECEIVER_POLL } = config();
  const usual = STAGE === 'local' && COPPICE_HOME !== '' ? LOCAL_POLL : 0;
  return {
    digest: sha256Digest,
    hmac: sha256Hmac,
    mailboxes: sqsMailboxes(sqsClient(), `coppice-${STAGE}-receiver-`),
    rate: COPPICE_WEBHOOK_RATE,
    poll: seconds(COPPICE_RECEIVER_POLL === '' ? usual : Number(COPPICE_RECEIVER_POLL)),
    idIsEnough: COPPICE_WEBHOOK_ID_IS_ENOUGH === 'yes',
  };
}
