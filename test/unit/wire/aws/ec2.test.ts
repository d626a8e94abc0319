import { describe, expect, test } from '@jest/globals';
import { ec2Dialect, SINCE, VERSION } from '../../../../lib/wire/aws/ec2/dialect.ts';
import { EC2_OPERATIONS } from '../../../../lib/wire/aws/ec2/endpoint.ts';
import { filtered } from '../../../../lib/wire/aws/ec2/filters.ts';
import { EC2_MODEL } from '../../../../lib/wire/aws/ec2/model.ts';
import { shapeOf } from '../../../../lib/wire/aws/ec2/notation.ts';
import { awsFault } from '../../../../lib/wire/aws/fault.ts';
import { isServed } from '../../../../lib/wire/aws/query/endpoint.ts';
import { readInput } from '../../../../lib/wire/aws/query/read-input.ts';
import { writeValue } from '../../../../lib/wire/aws/query/write-output.ts';

describe('the notation of shapes', () => {
  const shapes = { Volume: 'Size:n Type', Tag: 'Key Value' };

  test('says what a request and what an answer call a member', () => {
    const line = 'Volumes=Volume/volumeSet:Volume* Tags/tagSet>tag:Tag* On:b At:t';
    const form = [...new URLSearchParams('Volume.2.Size=3&Volume.1.Size=1&Tags.1.Key=k&On=true&At=2026-01-02T03:04:05Z')];
    expect(readInput(shapeOf(shapes, line, 'in'), form)).toEqual({
      Volumes: [{ Size: 1 }, { Size: 3 }],
      Tags: [{ Key: 'k' }],
      On: true,
      At: 1_767_323_045_000,
    });
    expect(writeValue(shapeOf(shapes, line, 'out'), { Volumes: [{ Size: 1 }], Tags: [{ Key: 'k', Value: '<' }], On: false })).toBe(
      '<volumeSet><item><size>1</size></item></volumeSet><tagSet><tag><key>k</key><value>&lt;</value></tag></tagSet><on>false</on>',
    );
  });

  test.each(['Tags:None*', 'a=b=c'])('has no %s', (line) => {
    expect(() => readInput(shapeOf(shapes, line, 'in'), [['Tags.1.Key', 'k']])).toThrow(/no (structure|member)/);
  });

  test('has every operation that is served, and no other', () => {
    expect([...EC2_MODEL.keys()].toSorted()).toEqual(Object.keys(EC2_OPERATIONS).toSorted());
  });
});

describe("EC2's words", () => {
  test('around an answer, and for one that says nothing', () => {
    expect(ec2Dialect.writeResponse('ns', 'CreateTags', ec2Dialect.writeResult('CreateTags', undefined, {}), 'id')).toBe(
      '<CreateTagsResponse xmlns="ns"><requestId>id</requestId><return>true</return></CreateTagsResponse>',
    );
    expect(ec2Dialect.writeFault('ns', awsFault('A', 'b & c'), 'id')).toBe(
      '<Response><Errors><Error><Code>A</Code><Message>b &amp; c</Message></Error></Errors><RequestID>id</RequestID></Response>',
    );
  });

  test('for times: to the second, with milliseconds', () => {
    const shape = shapeOf({}, 'At:t', 'out');
    expect(ec2Dialect.writeResult('X', shape, { At: 1_767_323_045_678 })).toBe('<at>2026-01-02T03:04:05.000Z</at>');
  });

  test.each([
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'AuthFailure', 401],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 'AuthFailure', 401],
    ['SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2', 'RequestExpired', 400],
    ['ValidationError', "'maxResults' is not a number: 'x'", 'InvalidParameterValue', 400],
    ['InvalidAction', 'Could not find operation RunInstances for version 2016-11-15', 'InvalidAction', 400],
    ['InvalidAction', 'Could not find operation RunInstances for version 2014-10-01', 'InvalidAction', 400],
    ['InvalidAction', 'Could not find operation RunInstances for version 2099-01-01', 'NoSuchVersion', 400],
    ['InvalidAction', 'Could not find operation RunInstances for version NO_VERSION_SPECIFIED', 'NoSuchVersion', 400],
    ['IncompleteSignature', 'as it is', 'IncompleteSignature', 400],
  ])('for %s: %s', (code, message, own, status) => {
    expect(ec2Dialect.inOwnWords(awsFault(code, message))).toMatchObject({ code: own, status });
  });
});

test.each([
  ['2016-11-15', true],
  ['2014-10-01', true],
  ['2010-08-31', false],
  ['2016-11-16', false],
  ['2016-1', false],
  [undefined, false],
])('clients of version %s are answered: %s', (version, does) => {
  expect(isServed({ version: VERSION, since: SINCE }, version)).toBe(does);
});

describe('a filter', () => {
  const things = [
    { name: 'web-1', size: 2, tags: [{ key: 'team', value: 'blue' }] },
    { name: 'web-2', size: 3, tags: [] },
    { name: 'a*b', size: 3, tags: [{ key: 'a:b', value: '' }] },
  ];
  const names = (filters: readonly (readonly [string, ...string[]])[]) => {
    const left = filtered(
      { Filters: filters.map(([Name, ...Values]) => ({ Name, Values })) },
      things,
      { name: ({ name }) => name, size: ({ size }) => size },
      ({ tags }) => tags,
    );
    return 'code' in left ? left.message : left.map(({ name }) => name);
  };

  test.each<[string, readonly (readonly [string, ...string[]])[], unknown]>([
    ['none', [], ['web-1', 'web-2', 'a*b']],
    ['any of its values', [['name', 'web-1', 'web-2']], ['web-1', 'web-2']],
    [
      'all of them',
      [
        ['name', 'web-*'],
        ['size', '3'],
      ],
      ['web-2'],
    ],
    ['a question mark', [['name', 'web-?']], ['web-1', 'web-2']],
    ['a star in the middle, twice', [['name', '*e*-1']], ['web-1']],
    ['a star that is meant', [['name', 'a\\*b']], ['a*b']],
    ['a tag', [['tag:team', 'blue']], ['web-1']],
    ['a tag with a colon', [['tag:a:b', '']], ['a*b']],
    ['a key', [['tag-key', 'te*']], ['web-1']],
    ['a value', [['tag-value', 'red']], []],
    ['nothing of the name', [['colour', 'red']], "The filter 'colour' is invalid"],
    ['what every object has', [['constructor', 'x']], "The filter 'constructor' is invalid"],
    ['no value', [['name']], "The filter 'name' has no values"],
  ])('with %s', (_, filters, meant) => {
    expect(names(filters)).toEqual(meant);
  });

  test('of many stars is read in no time', () => {
    const [text, pattern] = ['a'.repeat(20_000), `${'*a'.repeat(40)}*b`];
    expect(filtered({ Filters: [{ Name: 'n', Values: [pattern] }] }, [text], { n: (one) => one })).toEqual([]);
  });
});
