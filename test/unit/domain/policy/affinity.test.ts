import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { factsOf, verdictOf } from '../../../support/policy-facts.ts';

const TYPE = 'senlin.policy.affinity-1.0';
const { binding } = factsOf(TYPE, {});
const grouped = (data: JsonObject | null) => ({ inputs: { count: 2 }, more: { binding: { ...binding, data } } });
const group = { AffinityPolicy: { version: '1.0', data: { servergroup_id: 'g', inherited_group: false } } };

describe('who comes into a cluster with a server group', () => {
  test('comes into the group, and into the zone', () => {
    expect(verdictOf(TYPE, {}, grouped(group))).toMatchObject({
      decisions: { placement: { count: 2, placements: [{ servergroup: 'g' }] } },
    });
    expect(verdictOf(TYPE, { availability_zone: 'az1' }, grouped(group))).toMatchObject({
      decisions: { placement: { placements: [{ servergroup: 'g', zone: 'az1' }] } },
    });
  });

  test.each([null, {}, { AffinityPolicy: { data: {} } }, { AffinityPolicy: { data: { servergroup_id: '' } } }])(
    'is placed by nobody where the policy never had one: %j',
    (data) => expect(verdictOf(TYPE, {}, grouped(data)).kind).toBe('pass'),
  );

  test('is refused where it is to be put by vSphere, which nothing here can', () => {
    expect(verdictOf(TYPE, { enable_drs_extension: true }, grouped(group)).kind).toBe('refuse');
    expect(verdictOf(TYPE, { enable_drs_extension: true }, grouped(null)).kind).toBe('pass');
  });

  test('is nobody where nobody comes, or those who come are there already', () => {
    expect(verdictOf(TYPE, {}, { ...grouped(group), inputs: { count: 0 } }).kind).toBe('pass');
    const reuse = { more: { binding: { ...binding, data: group }, decisions: { reuse: { nodes: ['a', 'b'] } } } };
    expect(verdictOf(TYPE, {}, { inputs: { count: 2 }, ...reuse }).kind).toBe('pass');
    expect(verdictOf(TYPE, {}, { inputs: { count: 3 }, ...reuse })).toMatchObject({ decisions: { placement: { count: 1 } } });
  });
});
