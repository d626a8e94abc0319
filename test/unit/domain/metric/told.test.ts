import { describe, expect, test } from '@jest/globals';
import { after, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { alarmMessage } from '../../../../lib/domain/metric/alarm-message.ts';
import { look, spanOf, wakingAt } from '../../../../lib/domain/metric/look.ts';
import { sameMetric } from '../../../../lib/domain/metric/metric.ts';
import { mathOf } from '../../../../lib/domain/metric/metric-alarm.ts';
import { explained } from '../../../../lib/domain/metric/reason.ts';
import { anAlarm } from '../../../support/an-alarm.ts';
import { T0 } from '../../../support/documents.ts';

describe('an alarm without data', () => {
  test.each([
    ['breaching', 1, '1 period and 1 missing datapoint was treated as [Breaching].'],
    ['breaching', 2, '2 periods and 2 missing datapoints were treated as [Breaching].'],
    ['notBreaching', 1, '1 period and 1 missing datapoint was treated as [NonBreaching].'],
  ] as const)('that takes them for %s, in %i periods, says so', (missing, evaluationPeriods, end) => {
    expect(explained(anAlarm({ missing, evaluationPeriods }), 'ALARM', [], T0)).toBe(
      `Threshold Crossed: no datapoints were received for ${end}`,
    );
  });
});

test('an alarm says when the periods of its values began', () => {
  expect(explained(anAlarm({ period: seconds(60) }), 'ALARM', [{ value: 90, age: 0 }], T0)).toContain('[90.0 (14/11/23 22:12:00)]');
});

test('data of a period that is over have their alarm looked at, others at its end, and older ones not at all', () => {
  const alarm = anAlarm({ period: seconds(60) });
  const { from, over } = spanOf(alarm, T0);
  expect([wakingAt(alarm, instant(from - 1), T0), wakingAt(alarm, from, T0)]).toEqual([undefined, T0]);
  expect(wakingAt(alarm, instant(over - 1), T0)).toBe(T0);
  expect(wakingAt(alarm, over, T0)).toBe(after(over, seconds(60)));
});

/** Nothing to be seen. */
const NOTHING = { values: new Map<number, number>(), hasData: false };

describe('a state that lasts', () => {
  const lasting = { state: 'ALARM', missing: 'breaching' } as const;
  const tracks = { policyId: 'p', group: 'web', policy: 'track' };
  const later = (s: number) => after(T0, seconds(s));

  test('has its policies executed again once a minute', () => {
    const alarm = anAlarm({ ...lasting, tracks });
    expect(look(alarm, NOTHING, later(59)).next).toMatchObject({ pending: [], repeatedAt: T0 });
    expect(look(alarm, NOTHING, later(60)).next).toMatchObject({
      pending: [{ policyId: 'p', again: true }],
      repeatedAt: later(60),
      dueAt: later(60),
    });
  });

  test('notes nothing where there is no policy, or none is to be executed', () => {
    for (const alarm of [anAlarm(lasting), anAlarm({ ...lasting, tracks, actionsEnabled: false })])
      expect(look(alarm, NOTHING, later(90)).next).toMatchObject({ pending: [], repeatedAt: T0 });
  });
});

test('a metric is the same whatever the order of its dimensions, and another by another name', () => {
  const key = {
    namespace: 'n',
    metric: 'm',
    dimensions: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
  };
  expect(sameMetric(key, { ...key, dimensions: [...key.dimensions].reverse() })).toBe(true);
  expect(sameMetric(key, { ...key, metric: 'o' })).toBe(false);
});

test('a topic is told what an alarm on expressions looks at, in the words of such messages', () => {
  const failed = {
    namespace: 'App',
    metric: 'failed',
    dimensions: [{ name: 'group', value: 'web' }],
    statistic: 'Sum',
    period: seconds(60),
  } as const;
  const math = mathOf([
    { id: 'share', label: 'failed, in per cent', returned: true, expression: '100 * failed' },
    { id: 'failed', returned: false, metric: { ...failed, unit: 'Count' } },
  ]);
  const { Trigger: told } = alarmMessage(anAlarm({ ...math }), 'arn:aws-cn:sns:cn-north-1:123456789012:ops', 'OK');
  expect(told).toMatchObject({
    Metrics: [
      { Id: 'share', Label: 'failed, in per cent', ReturnData: true, Expression: '100 * failed' },
      {
        Id: 'failed',
        ReturnData: false,
        MetricStat: {
          Metric: { Namespace: 'App', MetricName: 'failed', Dimensions: [{ name: 'group', value: 'web' }] },
          Period: 60,
          Stat: 'Sum',
          Unit: 'Count',
        },
      },
    ],
    Period: 60,
  });
  expect(told).not.toHaveProperty('MetricName');
});
