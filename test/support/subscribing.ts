import { instant } from '../../lib/domain/kernel/time.ts';
import type { Subscription } from '../../lib/domain/subscription/subscription.ts';
import { idOf, PROJECT, T0 } from './documents.ts';

export const aSubscription = (over: Partial<Subscription> = {}): Subscription => ({
  id: idOf('subscription'),
  project: PROJECT,
  user: 'u',
  name: 'pager',
  target: { type: 'webhook', url: 'https://example.com/hook' },
  sealedSecret: null,
  filters: {},
  maxAttempts: 3,
  paused: false,
  cursor: 0,
  era: 0,
  attempts: 0,
  retryAt: null,
  lastError: null,
  deliveredAt: null,
  redeliver: [],
  lease: null,
  createdAt: instant(T0),
  updatedAt: null,
  dueAt: null,
  version: 0,
  ...over,
});
