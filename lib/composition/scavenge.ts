import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { forgetOld } from '../app/forget-old.ts';
import { scavenge } from '../app/retention/scavenge.ts';
import { instant } from '../domain/kernel/time.ts';
import { STORED_AS } from '../domain/retention/record.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import type { Archive } from '../ports/archive.ts';
import { archiveAt } from './archive.ts';
import { config } from './config.ts';
import { engine } from './engine.ts';
import { expiry } from './expiry.ts';
import { log } from './log.ts';
import { redaction } from './redaction.ts';
import { retention } from './retention.ts';

/** What is left of the function's time when it stops: enough for what it has begun. Milliseconds. */
const MARGIN = 60_000;

let current: Promise<Archive> | undefined;

/** No rule archives, or there would be a place. */
const nowhere: Archive = {
  place: 'nowhere',
  keep: async () => {
    throw new Error('there is no archive');
  },
};

/** Every hour: what has been kept for as long as the rules say goes, on a machine at once, in AWS when the table removes it. */
export const scavengeFunction = () =>
  middy(async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const { rules, archive } = retention();
    current ??= archive ? archiveAt(archive) : Promise.resolve(nowhere);
    const app = engine();
    const until = instant(app.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - MARGIN));
    const ports = {
      ...{ store: app.store, expiry: expiry(), clock: app.clock, digest: sha256Digest, redaction: redaction() },
      ...{ archive: await current, rules },
    };
    const { outcome, kinds, faults } = await scavenge(ports, until);
    const isQuiet = Object.values(kinds).every(({ archived, expired }) => archived + expired === 0);
    log()(outcome === 'refused' ? 'error' : isQuiet ? 'debug' : 'info', 'scavenged', { outcome, kinds, faults });
    if (config().COPPICE_HOME !== '') await forgetOld({ ...app, expiry: expiry() }, [...new Set(Object.values(STORED_AS)), 'entry']);
    // What was refused stands in the log and in the runs; that it failed is what an alarm counts.
    if (outcome === 'refused') throw new Error(`the archive refused: ${faults[0]?.code}`);
  });
