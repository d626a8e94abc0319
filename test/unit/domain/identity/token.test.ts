import { describe, expect, test } from '@jest/globals';
import type { ApplicationCredential } from '../../../../lib/domain/identity/application-credential.ts';
import { opens } from '../../../../lib/domain/identity/application-credential.ts';
import { isGood, principalOf, type Token } from '../../../../lib/domain/identity/token.ts';
import type { User } from '../../../../lib/domain/identity/user.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';

const token: Token = {
  userId: 'u',
  userName: 'demo',
  domainId: 'default',
  methods: ['password'],
  project: { id: 'p', name: 'demo', domainId: 'default' },
  roles: ['reader'],
  credential: null,
  auditIds: ['a'],
  issuedAt: instant(1_000),
  expiresAt: instant(5_000),
};
const user: User = { id: 'u', name: 'demo', domainId: 'default', enabled: true, passwordHash: '', tokensFrom: instant(0) };
const credential: ApplicationCredential = {
  id: 'c',
  name: 'ci',
  description: null,
  userId: 'u',
  projectId: 'p',
  roles: ['member'],
  secretHash: '',
  expiresAt: instant(9_000),
  unrestricted: false,
  createdAt: instant(0),
};
const ofCredential: Token = { ...token, credential: { id: 'c', name: 'ci', unrestricted: false } };

describe('a stored token', () => {
  test.each<[string, boolean, Token, User | undefined, ApplicationCredential | undefined, number]>([
    ['is good until it expires', true, token, user, undefined, 4_999],
    ['is not good at the moment it expires', false, token, user, undefined, 5_000],
    ['dies with its user', false, token, undefined, undefined, 2_000],
    ['dies when its user is disabled', false, token, { ...user, enabled: false }, undefined, 2_000],
    ['dies when the password changes after it', false, token, { ...user, tokensFrom: instant(1_001) }, undefined, 2_000],
    [
      'outlives a change in the same millisecond, since it may be of the new password',
      true,
      token,
      { ...user, tokensFrom: instant(1_000) },
      undefined,
      2_000,
    ],
    ['needs its application credential', false, ofCredential, user, undefined, 2_000],
    ['needs its own application credential', false, ofCredential, user, { ...credential, id: 'd' }, 2_000],
    ['lives with its application credential', true, ofCredential, user, credential, 2_000],
  ])('%s', (_, good, stored, owner, behind, now) => {
    expect(isGood(stored, { user: owner, credential: behind }, instant(now))).toBe(good);
  });

  test('makes a caller of its bearer, who may write only if their roles say so', () => {
    expect(principalOf(token)).toEqual({
      userId: 'u',
      userName: 'demo',
      projectId: 'p',
      projectName: 'demo',
      domainId: 'default',
      roles: ['reader'],
      isAdmin: false,
      canWrite: false,
    });
    expect(principalOf({ ...token, roles: ['member', 'reader'] })).toMatchObject({ isAdmin: false, canWrite: true });
  });

  test('makes nobody of a bearer without a project', () => {
    expect(principalOf({ ...token, project: null, roles: [] })).toBeUndefined();
  });
});

describe('an application credential', () => {
  const held = (...roles: ('admin' | 'member' | 'reader')[]) => ({ userId: 'u', projectId: 'p', roles });
  test.each([
    ['opens while its user holds its role', true, held('member'), 8_999],
    ['opens by a role that implies its own', true, held('admin'), 0],
    ['is dead when its user lost the role', false, held('reader'), 0],
    ['is dead when its user left the project', false, undefined, 0],
    ['is dead when it expires', false, held('member'), 9_000],
  ] as const)('%s', (_, open, assignment, now) => {
    expect(opens(credential, assignment, instant(now))).toBe(open);
  });
});
