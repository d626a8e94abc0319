import { z } from 'zod';
import type { AnnounceTarget } from '../domain/action/call.ts';
import { matches } from '../domain/subscription/targets.ts';
import { BadConfiguration } from './bad-configuration.ts';
import { config } from './config.ts';

const Redirects = z.record(z.string().startsWith('arn:'), z.string().min(1));
type Redirects = Readonly<z.infer<typeof Redirects>>;

let current: Redirects | undefined;

/** The operator's table, by the patterns that ARNs may fit. */
export function redirects(): Redirects {
  current ??= readRedirects(config().COPPICE_AWS_TARGETS);
  return current;
}

/** Where messages to an ARN go instead, where the operator says so: of several patterns that fit, by the longest. */
export const redirect = (arn: string): AnnounceTarget | undefined => redirected(redirects(), arn);

export function redirected(table: Redirects, arn: string): AnnounceTarget | undefined {
  const [best] = Object.keys(table)
    .filter((pattern) => matches(pattern, arn))
    .sort((a, b) => b.length - a.length);
  const place = best === undefined ? undefined : table[best];
  if (place === undefined) return undefined;
  return /^https?:/.test(place) && !isQueueUrl(place) ? { url: place } : { queue: place };
}

/** As queues in AWS have it: an account and a name, and nothing else. */
const isQueueUrl = (url: string): boolean => /^https?:\/\/[^/]+\/\d{12}\/[A-Za-z0-9_-]{1,80}(?:\.fifo)?$/.test(url);

export function readRedirects(setting: string): Redirects {
  if (setting === '') return {};
  try {
    return Redirects.parse(JSON.parse(setting));
  } catch (error) {
    throw new BadConfiguration(`COPPICE_AWS_TARGETS is no JSON from ARNs to places: ${error instanceof Error ? error.message : error}`);
  }
}
