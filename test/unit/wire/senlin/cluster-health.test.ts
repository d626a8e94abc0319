import { describe, expect, test } from '@jest/globals';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { idOf, T0 } from '../../../support/documents.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';
import { aWatch } from '../../../support/watches.ts';

const recovery = { nodeId: idOf('node'), actionId: idOf('action'), began: T0, ended: null, succeeded: false };
const watch = aWatch({
  nextRound: after(T0, seconds(60)),
  suspects: { [idOf('third')]: { reason: 'it died', heard: T0, lookAt: after(T0, seconds(5)), looks: 0 } },
  recoveries: [recovery, { ...recovery, actionId: idOf('earlier'), ended: after(T0, seconds(5)), succeeded: true }],
});
const waiting = [{ nodeId: idOf('other'), reason: 'it is gone', why: 'limit', until: null }] as const;
const health = { watch, limit: 1, waiting };
const wire = wireWith({
  showHealth: async () => ({ kind: 'ok', health }),
  resetHealth: async () => ({ kind: 'ok', health }),
});
const path = '/v1/clusters/web/health';
const newest = { version: '1.15' };

describe('the health of a cluster', () => {
  test('is told in full', async () => {
    const { status, body } = await wire(asking('GET', path, undefined, newest));
    expect(status).toBe(200);
    expect(JSON.parse(String(body)).health).toEqual({
      cluster_id: idOf('web'),
      policy_id: idOf('health'),
      enabled: true,
      detection_modes: ['NODE_STATUS_POLLING'],
      interval: 60,
      next_check_at: '2023-11-14T22:14:20Z',
      breaker: { state: 'closed', reason: '', since: null, retry_at: null, failures: 0 },
      max_in_progress: 1,
      in_progress: [{ node_id: idOf('node'), action_id: idOf('action'), began_at: '2023-11-14T22:13:20Z' }],
      waiting: [{ node_id: idOf('other'), reason: 'it is gone', waits_for: 'limit', until: null }],
      suspects: [{ node_id: idOf('third'), reason: 'it died', heard_at: '2023-11-14T22:13:20Z', look_at: '2023-11-14T22:13:25Z' }],
      recent: [
        {
          node_id: idOf('node'),
          action_id: idOf('earlier'),
          began_at: '2023-11-14T22:13:20Z',
          ended_at: '2023-11-14T22:13:25Z',
          succeeded: true,
        },
      ],
    });
  });

  test('can be reset, with nothing else said', async () => {
    const actions = '/v1/clusters/web/actions';
    expect((await wire(asking('POST', actions, { reset_health: {} }, newest))).status).toBe(200);
    expect((await wire(asking('POST', actions, { reset_health: { gently: true } }, newest))).status).toBe(400);
  });

  test.each([
    ['GET', path, undefined],
    ['POST', '/v1/clusters/web/actions', { reset_health: {} }],
  ])('is refused to older clients, like all that came later: %s', async (method, url, body) => {
    expect((await wire(asking(method, url, body, { version: '1.14' }))).status).toBe(400);
  });
});
