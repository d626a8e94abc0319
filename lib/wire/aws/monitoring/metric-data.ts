import type { NewDatum } from '../../../app/metrics/monitoring.ts';
import { instant } from '../../../domain/kernel/time.ts';
import type { Datum, Summary } from '../../../domain/metric/bucket.ts';
import { MOST_AHEAD } from '../../../domain/metric/metric.ts';
import { nothing, number, realmOf, structures, text } from '../autoscaling/operation.ts';
import { type AwsFault, isAwsFault } from '../fault.ts';
import type { Structure, Value } from '../query/shape.ts';
import { invalidCombination, invalidValue, keyIn, missingParameter, NAMED, operation } from './operation.ts';

/** Two weeks. */
const OLDEST = 14 * 86_400_000;
const LARGEST = 2 ** 360;

const DATUM = { ...NAMED, Values: { max: 150 }, Counts: { max: 150 }, StorageResolution: { min: 1, whole: true } } as const;

/** @param now what the service takes for the time: data without one are of now */
export const putMetricData = (now: () => number) =>
  operation(
    { Namespace: { min: 1, max: 255, pattern: /^[^:]/ }, MetricData: { max: 1_000, items: { members: DATUM } } },
    async (monitoring, call, input) => {
      const all = [...structures(input.MetricData), ...structures(input.EntityMetricData).flatMap((one) => structures(one.MetricData))];
      if (all.length === 0) return missingParameter('MetricData');
      const data: NewDatum[] = [];
      for (const [place, one] of all.entries()) {
        const datum = datumIn(one, now(), `MetricData.member.${place + 1}`);
        if (isAwsFault(datum)) return datum;
        if (datum.count > 0) data.push({ key: keyIn({ ...one, Namespace: input.Namespace }), datum });
      }
      const put = await monitoring.putMetricData(realmOf(call), data);
      return put.kind === 'refused' ? put : nothing;
    },
  );

function datumIn(input: Structure, now: number, at: string): Datum | AwsFault {
  const when = number(input.Timestamp) ?? now;
  if (when < now - OLDEST || when > now + MOST_AHEAD)
    return invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two weeks in the past and two hours in the future.`,
    );
  const summary = summaryIn(input, at);
  if (isAwsFault(summary)) return summary;
  const resolution = number(input.StorageResolution) ?? 60;
  return { ...summary, at: instant(when), unit: text(input.Unit ?? 'None'), resolution: resolution < 60 ? 10 : 60 };
}

function summaryIn({ Value: value, StatisticValues: set, Values: values, Counts: counts }: Structure, at: string): Summary | AwsFault {
  const given = Object.entries({ Value: value, Values: values, StatisticValues: set }).flatMap(([name, one]) =>
    one === undefined ? [] : [name],
  );
  if (given.length > 1)
    return invalidCombination(`The parameters ${at}.${given[0]} and ${at}.${given[1]} are mutually exclusive and you have specified both.`);
  if (given.length === 0) return invalidCombination(`${at} must have one of Value, Values and StatisticValues.`);
  const summary = value !== undefined ? of([Number(value)], [1]) : set !== undefined ? ofSet(set as Structure) : ofMany(values, counts, at);
  if (isAwsFault(summary)) return summary;
  const strange = Object.values(summary).some((figure) => !Number.isFinite(figure) || Math.abs(figure) > LARGEST);
  return strange || summary.count < 0 || (summary.count > 0 && summary.min > summary.max)
    ? invalidValue(`The values of ${at} must be between -2^360 and 2^360, and make sense together.`)
    : summary;
}

const ofSet = ({ SampleCount, Sum, Minimum, Maximum }: Structure): Summary => ({
  count: Number(SampleCount),
  sum: Number(Sum),
  min: Number(Minimum),
  max: Number(Maximum),
});

function ofMany(values: Value | undefined, counts: Value | undefined, at: string): Summary | AwsFault {
  const all = Array.isArray(values) ? values.map(Number) : [];
  const times = Array.isArray(counts) ? counts.map(Number) : all.map(() => 1);
  if (all.length === 0 || all.length !== times.length)
    return invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
  return times.some((one) => one < 0) ? invalidValue(`${at}.Counts must not be negative.`) : of(all, times);
}

/** A value that was counted no time is none. */
const of = (values: readonly number[], counts: readonly number[]): Summary => {
  const real = values.filter((_, place) => counts[place] !== 0);
  return {
    count: counts.reduce((sum, one) => sum + one, 0),
    sum: values.reduce((sum, value, place) => sum + value * (counts[place] ?? 0), 0),
    min: real.length > 0 ? Math.min(...real) : 0,
    max: real.length > 0 ? Math.max(...real) : 0,
  };
};
