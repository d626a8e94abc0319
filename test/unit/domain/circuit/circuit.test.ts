import { expect, test } from '@jest/globals';
import { type Circuit, closed, isFailure, newCircuit, opened, permission, probing } from '../../../../lib/domain/circuit/circuit.ts';
import { permanent, transient } from '../../../../lib/domain/kernel/fault.ts';
import { after, type Instant, instant, seconds } from '../../../../lib/domain/kernel/time.ts';

const T0 = instant(1_000_000);
const at = (s: number): Instant => after(T0, seconds(s));
const fresh = newCircuit('cloud-1.0', T0);

test.each<[string, Circuit, number, unknown]>([
  ['closed', fresh, 0, 'call'],
  ['just opened', opened(fresh, 'no', T0), 0, { wait: 15 }],
  ['open, a moment before its time', opened(fresh, 'no', T0), 14.2, { wait: 1 }],
  ['open, and its time has come', opened(fresh, 'no', T0), 15, 'probe'],
  ['being tried', probing(opened(fresh, 'no', T0), seconds(20), at(15)), 20, { wait: 15 }],
  ['being tried by somebody who is gone', probing(opened(fresh, 'no', T0), seconds(20), at(15)), 35, 'probe'],
  ['open for long', { ...opened(fresh, 'no', T0), retryAt: at(300) }, 0, { wait: 50 }],
  ['closed again', closed(opened(fresh, 'no', T0), at(16)), 16, 'call'],
])('one that is %s', (_, circuit, now, expected) => {
  expect(permission(circuit, at(now))).toEqual(expected);
});

test('each opening in a row is twice as long, up to five minutes, and the first says since when', () => {
  const lengths: number[] = [];
  let circuit: Circuit = fresh;
  for (let now = T0, i = 0; i < 7; i++) {
    circuit = opened(circuit, `no ${i}`, now);
    lengths.push(((circuit.retryAt ?? now) - now) / 1_000);
    now = circuit.retryAt ?? now;
  }
  expect(lengths).toEqual([15, 30, 60, 120, 240, 300, 300]);
  expect(circuit).toMatchObject({ since: T0, reason: 'no 6' });
  expect(closed(circuit, at(1)).openings).toBe(0);
});

test.each([
  ['an answer', { kind: 'ok' }, false],
  ['bad news of a resource', { kind: 'unhealthy' }, false],
  ['work that goes on', { kind: 'pending' }, false],
  ['a refusal', { kind: 'fault', fault: permanent('driver.refused', 'no') }, false],
  ['no room', { kind: 'fault', fault: transient('driver.capacity', 'full') }, false],
  ['a request for patience', { kind: 'fault', fault: transient('docker.throttled', 'slow') }, false],
  ['one thing that cannot be done', { kind: 'fault', fault: transient('docker.failed', 'port is already allocated') }, false],
  ['silence', { kind: 'fault', fault: transient('driver.timeout', 'nothing') }, true],
  ['nobody there', { kind: 'fault', fault: transient('docker.unreachable', 'nobody') }, true],
])('%s', (_, answer, expected) => {
  expect(isFailure(answer)).toBe(expected);
});
