import { describe, expect, test } from '@jest/globals';
import { autoScalingModel } from '../../../../lib/composition/sdk-model.ts';
import { TableUnavailable } from '../../../../lib/domain/kernel/table-unavailable.ts';
import { ownFailure } from '../../../../lib/wire/aws/fault.ts';
import { readInput } from '../../../../lib/wire/aws/query/read-input.ts';
import type { Shape, Structure } from '../../../../lib/wire/aws/query/shape.ts';
import { escapeXml, writeFault, writeResponse, writeResult } from '../../../../lib/wire/aws/query/write-output.ts';

const model = autoScalingModel();
const inputOf = (operation: string): Shape => model.get(operation)?.input ?? { kind: 'text' };
const read = (operation: string, form: string): unknown => readInput(inputOf(operation), [...new URLSearchParams(form)]);

describe('a form', () => {
  test.each([
    [
      'scalars',
      'SetDesiredCapacity',
      'AutoScalingGroupName=g&DesiredCapacity=3&HonorCooldown=TRUE',
      { AutoScalingGroupName: 'g', DesiredCapacity: 3, HonorCooldown: true },
    ],
    [
      'lists, sorted by number, with gaps',
      'DescribeAutoScalingGroups',
      'AutoScalingGroupNames.member.10=c&AutoScalingGroupNames.member.2=b&AutoScalingGroupNames.member.1=a',
      { AutoScalingGroupNames: ['a', 'b', 'c'] },
    ],
    [
      'an explicit empty value on a list: an empty list',
      'DescribeAutoScalingGroups',
      'AutoScalingGroupNames=',
      { AutoScalingGroupNames: [] },
    ],
    [
      'lists of structures',
      'CreateOrUpdateTags',
      'Tags.member.1.Key=k&Tags.member.1.PropagateAtLaunch=true',
      { Tags: [{ Key: 'k', PropagateAtLaunch: true }] },
    ],
    [
      'what newer clients send is passed over',
      'SetDesiredCapacity',
      'AutoScalingGroupName=g&DesiredCapacity=1&Newer.Thing=1',
      { AutoScalingGroupName: 'g', DesiredCapacity: 1 },
    ],
    [
      'of two the last counts',
      'SetDesiredCapacity',
      'AutoScalingGroupName=g&DesiredCapacity=1&DesiredCapacity=2',
      { AutoScalingGroupName: 'g', DesiredCapacity: 2 },
    ],
    [
      'seconds since the epoch',
      'PutScheduledUpdateGroupAction',
      'AutoScalingGroupName=g&ScheduledActionName=s&StartTime=1767323045',
      { AutoScalingGroupName: 'g', ScheduledActionName: 's', StartTime: 1_767_323_045_000 },
    ],
    [
      'a time without a zone is UTC',
      'PutScheduledUpdateGroupAction',
      'AutoScalingGroupName=g&ScheduledActionName=s&StartTime=2026-01-02T03:04:05',
      { AutoScalingGroupName: 'g', ScheduledActionName: 's', StartTime: 1_767_323_045_000 },
    ],
    [
      'the name of every object',
      'SetDesiredCapacity',
      'AutoScalingGroupName=__proto__&DesiredCapacity=1&__proto__.x=1&constructor.prototype.y=1',
      { AutoScalingGroupName: '__proto__', DesiredCapacity: 1 },
    ],
  ])('%s', (_, operation, form, meant) => {
    expect(read(operation, form)).toEqual(meant);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test.each([
    [
      'a required member missing',
      'SetDesiredCapacity',
      'DesiredCapacity=1',
      "1 validation error detected: Value null at 'autoScalingGroupName' failed to satisfy constraint: Member must not be null",
    ],
    ['no number', 'SetDesiredCapacity', 'AutoScalingGroupName=g&DesiredCapacity=two', "'desiredCapacity' is not a number: 'two'"],
    [
      'no finite number',
      'SetDesiredCapacity',
      'AutoScalingGroupName=g&DesiredCapacity=1e400',
      "'desiredCapacity' is not a number: '1e400'",
    ],
    [
      'no boolean',
      'SetDesiredCapacity',
      'AutoScalingGroupName=g&DesiredCapacity=1&HonorCooldown=yes',
      "'honorCooldown' is not a boolean: 'yes'",
    ],
    [
      'no time',
      'PutScheduledUpdateGroupAction',
      'AutoScalingGroupName=g&ScheduledActionName=s&StartTime=tomorrow',
      "'startTime' is not a timestamp: 'tomorrow'",
    ],
    ['too deep', 'SetDesiredCapacity', `${'a.'.repeat(40)}b=1`, 'A parameter is nested too deeply.'],
  ])('%s is refused, named', (_, operation, form, message) => {
    expect(read(operation, form)).toEqual({ code: 'ValidationError', status: 400, message });
  });
});

describe('an answer', () => {
  const write = (operation: string, value: Structure): string =>
    writeResponse('urn:x', operation, writeResult(operation, model.get(operation)?.output, value), 'r-1');

  test('has no result element where the operation answers nothing, and an empty one where it answers an empty structure', () => {
    expect(write('DeleteAutoScalingGroup', {})).toBe(
      '<DeleteAutoScalingGroupResponse xmlns="urn:x"><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></DeleteAutoScalingGroupResponse>',
    );
    expect(write('PutLifecycleHook', {})).toContain('<PutLifecycleHookResult/>');
  });

  test('has empty lists as empty elements, absent members not at all, and times in UTC', () => {
    const activity = { ActivityId: 'a', StartTime: 0, EndTime: 1500, Cause: 'a < b & "c"' };
    expect(write('DescribeScalingActivities', { Activities: [activity] })).toContain(
      '<Activities><member><ActivityId>a</ActivityId><Cause>a &lt; b &amp; &quot;c&quot;</Cause><StartTime>1970-01-01T00:00:00Z</StartTime><EndTime>1970-01-01T00:00:01.500Z</EndTime></member></Activities>',
    );
    expect(write('DescribeScalingActivities', { Activities: [] })).toContain('<Activities/>');
  });

  test('never holds what no XML can', () => {
    expect(escapeXml('a\u0000\u000bb\r\ud800c😀')).toBe('a\ufffd\ufffdb&#13;\ufffdc😀');
  });

  test('to a mistake says whose it is', () => {
    expect(writeFault('urn:x', { code: 'Throttling', status: 400, message: '<' }, 'r')).toContain(
      '<Type>Sender</Type><Code>Throttling</Code><Message>&lt;</Message>',
    );
    expect(writeFault('urn:x', { code: 'InternalFailure', status: 500, message: '' }, 'r')).toContain('<Type>Receiver</Type>');
  });
});

test('a table that cannot be used is worth asking again, and what it said is nobody’s business', () => {
  expect(ownFailure(new TableUnavailable({ cause: new Error('disk is full') }), 'InternalFailure')).toEqual({
    code: 'ServiceUnavailable',
    status: 503,
    message: 'The service cannot use its table just now. Try again later.',
  });
  expect(ownFailure(new Error('a bug'), 'InternalFailure')).toMatchObject({ code: 'InternalFailure', status: 500 });
});
