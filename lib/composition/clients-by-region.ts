import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** One client per region, made when first needed. */
export function perRegion<T>(make: (region: string) => T): (region: string) => T {
  const made = new Map<string, T>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}

// For those who are told something, wherever they are. Whoever tells them tries again by himself.
export const sqsIn = perRegion((region) => new SQSClient({ region, useQueueUrlAsEndpoint: false, maxAttempts: 1 }));
export const snsIn = perRegion((region) => new SNSClient({ region, maxAttempts: 1 }));
