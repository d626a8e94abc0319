import type { Intake } from '../app/health/notifications.ts';
import { config } from './config.ts';
import { installationOf } from './mark-signing.ts';

/** What the intake of notifications knows of this installation. */
export const intake = (): Intake => ({ installation: installationOf(config()), account: config().ACCOUNT_ID });
