import { followOne } from '../app/secrets/follow-one.ts';
import { announcing } from '../platform/announce.ts';
import { sha256Hmac } from '../platform/sha256-hmac.ts';
import { systemClock } from '../platform/system-clock.ts';
import { sqsClient } from './clients.ts';
import { snsIn, sqsIn } from './clients-by-region.ts';
import type { Config } from './config.ts';
import { outgoing } from './outgoing.ts';
import { redirect } from './redirects.ts';
import { sealing } from './sealing.ts';
import { secrets } from './secrets.ts';

/** Who brings messages to queues, topics and URLs that users name. */
export const announcer = ({ STAGE }: Pick<Config, 'STAGE'>) =>
  announcing({
    outgoing: outgoing(),
    sqs: sqsClient(),
    sqsIn,
    snsIn,
    instead: redirect,
    isOurs: (url) => isOwnQueue(url, STAGE),
    sealing: sealing(),
    follow: (project, reference) => followOne(secrets(), project, reference),
    hmac: sha256Hmac,
    clock: systemClock,
  });

const QUEUE_URL = /^https?:\/\/[A-Za-z0-9.:-]+\/\d+\/([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/;

/**
 * Whether a user's message must not go there: the queues of the service, those of other people's receivers among them, are told apart by how their names
 * begin; what is not the plain address of a queue could be any of them in disguise.
 */
export const isOwnQueue = (url: string, stage: string): boolean => QUEUE_URL.exec(url)?.[1]?.startsWith(`coppice-${stage}-`) ?? true;
