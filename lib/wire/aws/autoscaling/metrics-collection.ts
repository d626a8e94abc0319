import { GROUP_METRICS, type GroupMetric } from '../../../domain/group/group-metrics.ts';
import { validationError } from '../fault.ts';
import { name } from './constraints.ts';
import { changes, type Definition, nothing, realmOf, text, texts } from './operation.ts';

const collecting = (collect: boolean): Definition =>
  changes({ AutoScalingGroupName: name, Granularity: { values: ['1Minute'] } }, async ({ groups }, call, input) => {
    if (collect && input.Granularity === undefined) return validationError('Granularity is required. The only one is 1Minute.');
    const asked = texts(input.Metrics) ?? [];
    const strange = asked.find((one) => !GROUP_METRICS.some((known) => known === one));
    if (strange !== undefined) return validationError(`${strange} is not a valid metric: ${GROUP_METRICS.join(', ')}`);
    const done = await groups.collectMetrics(realmOf(call), text(input.AutoScalingGroupName), asked as readonly GroupMetric[], collect);
    return done.kind === 'refused' ? done : nothing;
  });

export const enableMetricsCollection = collecting(true);
export const disableMetricsCollection = collecting(false);
