import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ApplicationCredential } from '../../lib/domain/identity/application-credential.ts';
import type { Project } from '../../lib/domain/identity/project.ts';
import type { Token } from '../../lib/domain/identity/token.ts';
import type { User } from '../../lib/domain/identity/user.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import type { IdentityStore } from '../../lib/ports/identity-store.ts';

const user = (id: string, name = id): User => ({
  id,
  name,
  domainId: 'default',
  enabled: true,
  passwordHash: `hash of ${id}`,
  tokensFrom: instant(1),
});
const project = (id: string, name = id): Project => ({ id, name, domainId: 'default', description: '', enabled: true });
const token = (userId: string): Token => ({
  userId,
  userName: userId,
  domainId: 'default',
  methods: ['password'],
  project: null,
  roles: [],
  credential: null,
  auditIds: ['a'],
  issuedAt: instant(1_000),
  expiresAt: instant(2_000),
});
const credential = (id: string, userId: string, name: string): ApplicationCredential => ({
  id,
  name,
  description: null,
  userId,
  projectId: 'p',
  roles: ['member', 'reader'],
  secretHash: 'h',
  expiresAt: null,
  unrestricted: false,
  createdAt: instant(1),
});

/** What every place to keep identity in promises. */
export function describeIdentityStore(name: string, make: () => Promise<IdentityStore>): void {
  describe(`identity store: ${name}`, () => {
    let store: IdentityStore;
    beforeEach(async () => {
      store = await make();
    });

    test('a user is found by id and by name in a domain, and nobody else is', async () => {
      expect(await store.addUser(user('u1', 'demo'))).toBe('added');
      expect(await store.user('u1')).toEqual(user('u1', 'demo'));
      expect(await store.userNamed('default', 'demo')).toEqual(user('u1', 'demo'));
      expect(await store.user('demo')).toBeUndefined();
      expect(await store.userNamed('default', 'Demo')).toBeUndefined();
      expect(await store.userNamed('other', 'demo')).toBeUndefined();
    });

    test('a name belongs to one user, even when many want it at once', async () => {
      const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => store.addUser(user(id, 'demo'))));
      expect(answers.filter((answer) => answer === 'added')).toHaveLength(1);
      expect(await store.users()).toHaveLength(1);
    });

    test('an id belongs to one user', async () => {
      await store.addUser(user('u1', 'demo'));
      expect(await store.addUser(user('u1', 'alt'))).toBe('taken');
      expect(await store.userNamed('default', 'alt')).toBeUndefined();
    });

    test('users are listed by name, as they are now', async () => {
      await store.addUser(user('u1', 'demo'));
      await store.addUser(user('u2', 'alt'));
      await store.replaceUser({ ...user('u1', 'demo'), passwordHash: 'new' });
      expect((await store.users()).map((u) => [u.name, u.passwordHash])).toEqual([
        ['alt', 'hash of u2'],
        ['demo', 'new'],
      ]);
      expect((await store.userNamed('default', 'demo'))?.passwordHash).toBe('new');
    });

    test('replacing a user who is not there brings nobody into being', async () => {
      await store.replaceUser(user('ghost'));
      expect(await store.user('ghost')).toBeUndefined();
    });

    test('assignments belong to their user; assigning again replaces', async () => {
      await store.addUser(user('u1'));
      await store.assign({ userId: 'u1', projectId: 'p1', roles: ['reader'] });
      await store.assign({ userId: 'u1', projectId: 'p1', roles: ['member'] });
      await store.assign({ userId: 'u1', projectId: 'p2', roles: ['admin'] });
      await store.assign({ userId: 'u2', projectId: 'p1', roles: ['admin'] });
      expect(await store.assignment('u1', 'p1')).toEqual({ userId: 'u1', projectId: 'p1', roles: ['member'] });
      expect((await store.assignments('u1')).map((a) => a.projectId).sort()).toEqual(['p1', 'p2']);
      expect(await store.assignment('u2', 'p2')).toBeUndefined();
      expect(await store.assignments('nobody')).toEqual([]);
    });

    test('projects are found by id and name, listed by name, and own their names', async () => {
      expect(await store.addProject(project('p1', 'demo'))).toBe('added');
      expect(await store.addProject(project('p1', 'demo'))).toBe('taken');
      expect(await store.addProject(project('p2', 'demo'))).toBe('taken');
      expect(await store.addProject(project('p3', 'alt'))).toBe('added');
      expect(await store.project('p1')).toEqual(project('p1', 'demo'));
      expect(await store.project('p2')).toBeUndefined();
      expect(await store.projectNamed('default', 'alt')).toEqual(project('p3', 'alt'));
      expect((await store.projects()).map((p) => p.id)).toEqual(['p3', 'p1']);
    });

    test('a token is there until it is removed, and removing is forgiving', async () => {
      await store.addToken('d1', token('u1'));
      await store.addToken('d2', { ...token('u2'), project: { id: 'p', name: 'p', domainId: 'default' }, roles: ['reader'] });
      expect(await store.token('d1')).toEqual(token('u1'));
      expect((await store.token('d2'))?.project?.id).toBe('p');
      await store.removeToken('d1');
      await store.removeToken('d1');
      expect(await store.token('d1')).toBeUndefined();
      expect(await store.token('d2')).toBeDefined();
    });

    test('credentials are found by id and by name among their user’s', async () => {
      expect(await store.addCredential(credential('c1', 'u1', 'ci'))).toBe('added');
      expect(await store.addCredential(credential('c2', 'u2', 'ci'))).toBe('added');
      expect(await store.addCredential(credential('c3', 'u1', 'ci'))).toBe('taken');
      expect(await store.addCredential(credential('c4', 'u1', 'backup'))).toBe('added');
      expect(await store.credential('c3')).toBeUndefined();
      expect(await store.credentialNamed('u2', 'ci')).toEqual(credential('c2', 'u2', 'ci'));
      expect((await store.credentials('u1')).map((c) => c.id)).toEqual(['c4', 'c1']);
      expect(await store.credentials('u')).toEqual([]);
    });

    test('a removed credential is gone under every name, and its name is free again', async () => {
      await store.addCredential(credential('c1', 'u1', 'ci'));
      await store.removeCredential(credential('c1', 'u1', 'ci'));
      await store.removeCredential(credential('c1', 'u1', 'ci'));
      expect(await store.credential('c1')).toBeUndefined();
      expect(await store.credentialNamed('u1', 'ci')).toBeUndefined();
      expect(await store.credentials('u1')).toEqual([]);
      expect(await store.addCredential(credential('c2', 'u1', 'ci'))).toBe('added');
    });

    test('of attempts recorded on the same sight, one is', async () => {
      expect(await store.attempts('k')).toEqual({ attempts: undefined, version: 0 });
      const once = { failures: 1, lastAt: instant(5) };
      const answers = await Promise.all([1, 2, 3].map(() => store.recordAttempts('k', once, 0)));
      expect(answers.filter((answer) => answer === 'recorded')).toHaveLength(1);
      const { attempts, version } = await store.attempts('k');
      expect(attempts).toEqual(once);
      expect(await store.recordAttempts('k', { failures: 2, lastAt: instant(6) }, version)).toBe('recorded');
      expect(await store.recordAttempts('k', { failures: 3, lastAt: instant(7) }, version)).toBe('stale');
      await store.forgetAttempts('k');
      await store.forgetAttempts('k');
      expect((await store.attempts('k')).attempts).toBeUndefined();
    });

    test('names that mean something to a key are only names', async () => {
      const odd = 'a#b/c name# 😀 %2F';
      await store.addUser(user('u1', odd));
      await store.addUser(user('u2', 'a'));
      await store.addCredential(credential('c1', 'u1', odd));
      expect((await store.userNamed('default', odd))?.id).toBe('u1');
      expect((await store.userNamed('default#a', 'b/c name# 😀 %2F'))?.id).toBeUndefined();
      expect((await store.credentialNamed('u1', odd))?.id).toBe('c1');
    });

    describe('access keys', () => {
      const key = (id: string, userId = 'u1') => ({
        id,
        userId,
        projectId: 'p',
        sealedSecret: `sealed ${id}`,
        enabled: true,
        createdAt: instant(1),
      });

      test('are found by name, and by their user in order', async () => {
        for (const id of ['AKIAB', 'AKIAA']) expect(await store.addAccessKey(key(id))).toBe('added');
        await store.addAccessKey(key('AKIAC', 'u2'));
        expect(await store.accessKey('AKIAA')).toEqual(key('AKIAA'));
        expect((await store.accessKeys('u1')).map(({ id }) => id)).toEqual(['AKIAA', 'AKIAB']);
        expect(await store.accessKey('AKIAD')).toBeUndefined();
      });

      test('have a name of their own, even when many want it at once', async () => {
        const added = await Promise.all(['u1', 'u2', 'u3'].map((user) => store.addAccessKey(key('AKIAA', user))));
        expect(added.filter((one) => one === 'added')).toHaveLength(1);
      });

      test('are changed and removed, and not brought back by a change', async () => {
        await store.addAccessKey(key('AKIAA'));
        await store.replaceAccessKey({ ...key('AKIAA'), enabled: false });
        expect(await store.accessKey('AKIAA')).toMatchObject({ enabled: false });
        await store.removeAccessKey(key('AKIAA'));
        await store.replaceAccessKey(key('AKIAA'));
        expect(await store.accessKey('AKIAA')).toBeUndefined();
        expect(await store.accessKeys('u1')).toEqual([]);
      });
    });
  });
}
