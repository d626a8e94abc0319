import { describe, expect, test } from '@jest/globals';
import { ROLES, roleId, standing, withImplied } from '../../../../lib/domain/identity/role.ts';

describe('roles', () => {
  test.each([
    [['admin'], ['admin', 'member', 'reader']],
    [['member'], ['member', 'reader']],
    [['reader'], ['reader']],
    [
      ['reader', 'member'],
      ['member', 'reader'],
    ],
    [[], []],
  ] as const)('%j implies %j', (held, all) => {
    expect(withImplied(held)).toEqual(all);
  });

  test.each([
    [['admin', 'member', 'reader'], true, true],
    [['member', 'reader'], false, true],
    [['_member_'], false, true],
    [['reader'], false, false],
    [['reader', 'load-balancer_member'], false, false],
    [[], false, false],
  ])('%j: administrator %p, may write %p', (roles, isAdmin, canWrite) => {
    expect(standing(roles)).toEqual({ isAdmin, canWrite });
  });

  test('every role has an id of its own, the same each time', () => {
    const ids = ROLES.map(roleId);
    expect(new Set(ids).size).toBe(ROLES.length);
    expect(ids).toEqual(ROLES.map(roleId));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
