import type { Expiry } from '../ports/expiry.ts';
import { DynamoExpiry } from '../store/dynamo/expiry.ts';
import { dynamoClient } from './clients.ts';
import { config } from './config.ts';

/** How documents of the table are let go of. */
export const expiry = (): Expiry => new DynamoExpiry(dynamoClient(), config().TABLE);
