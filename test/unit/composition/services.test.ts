import { expect, test } from '@jest/globals';
import { isOwnQueue } from '../../../lib/composition/announcer.ts';

test.each([
  'https://sqs.us-east-1.amazonaws.com/123456789012/coppice-prod-node-create',
  'https://sqs.us-east-1.amazonaws.com/123456789012/coppice-prod-receiver-7e5d3c1a-0000-8000-8000-000000000000',
  'https://sqs.us-east-1.amazonaws.com/123456789012/coppice-prod-node-create/',
  'https://sqs.us-east-1.amazonaws.com/123456789012/coppice-prod-node-create?x',
  'https://sqs.us-east-1.amazonaws.com/123456789012/%63oppice-prod-node-create',
  'https://sqs.us-east-1.amazonaws.com/x/../123456789012/coppice-prod-node-create',
  'https://user@sqs.us-east-1.amazonaws.com/123456789012/mine',
  '',
])('%j is no queue for users to send to', (url) => expect(isOwnQueue(url, 'prod')).toBe(true));

test.each(['https://sqs.us-east-1.amazonaws.com/123456789012/mine', 'http://127.0.0.1:4566/000000000000/hooks.fifo'])('%s is', (url) =>
  expect(isOwnQueue(url, 'prod')).toBe(false),
);
