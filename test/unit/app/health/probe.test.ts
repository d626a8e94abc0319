import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { probe } from '../../../../lib/app/health/probe.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { conclude, type Finding } from '../../../../lib/domain/health/findings.ts';
import type { DetectionMode } from '../../../../lib/domain/health/rule.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import type { OutgoingAnswer, OutgoingRequest } from '../../../../lib/ports/outgoing.ts';
import { aCluster, aNode } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { aRule } from '../../../support/watches.ts';

const url: DetectionMode = {
  type: 'NODE_STATUS_POLL_URL',
  url: 'http://{nodename}.test:{index}80/',
  verifyCertificate: false,
  silenceIsIllness: true,
  expected: 'ok|fine',
  attempts: 3,
  pause: seconds(30),
};
const answered = (status: number, body: string): OutgoingAnswer => ({ kind: 'answered', status, headers: {}, body, truncated: false });
const asked: OutgoingRequest[] = [];

/** A service whose outside answers so. */
function serviceThat(answers: OutgoingAnswer, more: Partial<App> = {}): App {
  asked.length = 0;
  const outgoing = {
    check: async () => undefined,
    send: async (request: OutgoingRequest) => {
      asked.push(request);
      return answers;
    },
  };
  return { ...new MemoryService().app, outgoing, ...more };
}
const look = (
  app: App,
  modes: readonly DetectionMode[],
  { attempt = 1, node = {} as Partial<Node>, illWhen = 'ANY_FAILED' as const } = {},
) => probe(app, aRule({ modes, illWhen }), { cluster: aCluster(), node: aNode(node), profile: undefined, attempt });

describe('a node asked at its own URL', () => {
  test('is well when it answers what is expected, and is asked as the policy says', async () => {
    expect(await look(serviceThat(answered(200, 'all is fine')), [url])).toEqual({ kind: 'well' });
    expect(asked).toEqual([{ method: 'GET', url: 'http://node-1.test:180/', timeoutMs: 3_000, maxBytes: 8_192, verifyTls: false }]);
  });

  test.each<[string, OutgoingAnswer, string]>([
    ['something else', answered(200, 'no'), 'what its URL answers is not what a healthy node answers'],
    ['an error', answered(503, 'ok'), 'its URL answers 503'],
    [
      'nothing',
      { kind: 'failed', fault: transient('outgoing.timeout', "The host 'x' did not answer in time.") },
      "its URL does not answer: The host 'x' did not answer in time",
    ],
  ])('that answers %s is looked at again, and is ill at last', async (_, answer, reason) => {
    const app = serviceThat(answer);
    expect(await look(app, [url])).toEqual({ kind: 'unsure', reason, again: 30 });
    expect(await look(app, [url], { attempt: 2 })).toMatchObject({ kind: 'unsure' });
    expect(await look(app, [url], { attempt: 3 })).toEqual({ kind: 'ill', reason, gone: false });
  });

  test('says nothing by its silence where silence is no illness', async () => {
    const patient = { ...url, silenceIsIllness: false } as const;
    expect(await look(serviceThat({ kind: 'failed', fault: transient('x', 'x') }), [patient])).toEqual({ kind: 'unknown' });
    expect(await look(serviceThat(answered(500, '')), [patient])).toEqual({ kind: 'unknown' });
  });

  test('is not blamed for a URL that must not be called', async () => {
    expect(await look(serviceThat({ kind: 'refused', fault: permanent('outgoing.address.forbidden', 'no') }), [url])).toEqual({
      kind: 'unknown',
    });
  });

  test('is not asked while it is not ACTIVE', async () => {
    expect(await look(serviceThat(answered(500, '')), [url], { node: { status: 'WARNING' } })).toEqual({ kind: 'well' });
    expect(asked).toEqual([]);
  });

  test('is asked at its address, where it has one', async () => {
    const app = serviceThat(answered(200, 'ok'));
    const at = (addresses: object): App => ({
      ...app,
      drivers: (type) => ({ ...app.drivers(type), details: async () => ({ kind: 'ok', details: { addresses } }) }) as never,
    });
    const mode = { ...url, url: 'http://{address}:8080/' } as const;
    await look(at({ private: [{ addr: 'fd00::1' }, { addr: '10.0.0.7' }] }), [mode]);
    await look(at({ bridge: ['fd00::1'] }), [mode]);
    expect(asked.map(({ url }) => url)).toEqual(['http://10.0.0.7:8080/', 'http://[fd00::1]:8080/']);
    expect(await look(at({}), [mode])).toEqual({ kind: 'unknown' });
  });
});

describe('other ways to look', () => {
  const balancer: DetectionMode = { type: 'LB_STATUS_POLLING' };
  const host: DetectionMode = { type: 'HYPERVISOR_STATUS_POLLING' };
  const status: DetectionMode = { type: 'NODE_STATUS_POLLING' };

  test('the load balancer is asked, where there is one', async () => {
    const down = async (): Promise<Finding> => ({ kind: 'ill', reason: 'its load balancer says it is down', gone: false });
    expect(await look(serviceThat(answered(200, ''), { memberStatus: down }), [balancer])).toMatchObject({ kind: 'ill' });
    expect(await look(serviceThat(answered(200, '')), [balancer])).toEqual({ kind: 'unknown' });
  });

  test('the host is asked about, where the driver can tell', async () => {
    const app = serviceThat(answered(200, ''));
    const bad = async () => ({ kind: 'unhealthy' as const, reason: 'its host is down', gone: false });
    expect(await look({ ...app, drivers: (type) => ({ ...app.drivers(type), checkHost: bad }) as never }, [host])).toMatchObject({
      kind: 'ill',
      reason: 'its host is down',
    });
    expect(await look({ ...app, drivers: () => undefined }, [host])).toEqual({ kind: 'unknown' });
  });

  test('a driver that breaks, or never answers, says nothing', async () => {
    const app = serviceThat(answered(200, ''));
    const broken = async () => {
      throw new Error('broken');
    };
    expect(await look({ ...app, drivers: (type) => ({ ...app.drivers(type), check: broken }) as never }, [status])).toEqual({
      kind: 'unknown',
    });
  });
});

describe('what several ways of looking come to', () => {
  const [well, unknown]: Finding[] = [{ kind: 'well' }, { kind: 'unknown' }];
  const ill: Finding = { kind: 'ill', reason: 'x', gone: false };
  const unsure: Finding = { kind: 'unsure', reason: 'y', again: seconds(3) };
  test.each<[readonly (Finding | undefined)[], 'ANY_FAILED' | 'ALL_FAILED', string]>([
    [[], 'ANY_FAILED', 'well'],
    [[well, well], 'ANY_FAILED', 'well'],
    [[well, unknown], 'ANY_FAILED', 'unknown'],
    [[well, ill], 'ANY_FAILED', 'ill'],
    [[unsure, ill], 'ANY_FAILED', 'ill'],
    [[unsure, well], 'ANY_FAILED', 'unsure'],
    [[well, ill], 'ALL_FAILED', 'well'],
    [[unknown, ill], 'ALL_FAILED', 'well'],
    [[ill, ill], 'ALL_FAILED', 'ill'],
    [[ill, unsure], 'ALL_FAILED', 'unsure'],
    [[well, unsure], 'ALL_FAILED', 'well'],
  ])('%j with %s is %s', (findings, illWhen, kind) => {
    expect(conclude(findings as Finding[], illWhen).kind).toBe(kind);
  });

  test('names every reason', () => {
    expect(conclude([ill, { ...ill, reason: 'z', gone: true }], 'ALL_FAILED')).toEqual({ kind: 'ill', reason: 'x; z', gone: true });
  });
});
