import { describe, expect, test } from '@jest/globals';
import { isReferenceLike, isSecretRef, readReference } from '../../../../lib/domain/secret/reference.ts';
import { referencesIn, withValues } from '../../../../lib/domain/secret/references.ts';
import { freeMap, list, map, string } from '../../../../lib/domain/spec/element.ts';
import { readSpec } from '../../../../lib/domain/spec/read-spec.ts';

const UUID = '01234567-89ab-cdef-0123-456789abcdef';

describe('a reference', () => {
  test.each([
    ['coppice:database', { backend: 'coppice', id: 'database' }],
    ['coppice:database#password', { backend: 'coppice', id: 'database', key: 'password' }],
    [`coppice:${UUID}`, { backend: 'coppice', id: UUID }],
    ['coppice:a#b#c', { backend: 'coppice', id: 'a', key: 'b#c' }],
    ['secretsmanager:shop/db#password', { backend: 'secretsmanager', id: 'shop/db', key: 'password' }],
    ['ssm:shop/db.password', { backend: 'ssm', id: 'shop/db.password' }],
    [`barbican:${UUID}`, { backend: 'barbican', id: UUID }],
    [`barbican:https://keys.example.com:9311/v1/secrets/${UUID}`, { backend: 'barbican', id: UUID }],
  ])('%s', (text, expected) => {
    expect(readReference({ secret_ref: text })).toEqual({ text, ...expected });
    expect(isSecretRef({ secret_ref: text })).toBe(true);
  });

  test.each([
    ['hunter2-hunter2', 'backend'],
    ['vault:hunter2-hunter2', 'backend'],
    ['coppice:', 'backend'],
    ['coppice:#hunter2-hunter2', 'backend'],
    ['coppice:hunter2 hunter2', "in a 'secret_ref' of 'coppice' must be the name or the id"],
    ['coppice:../hunter2-hunter2', 'coppice'],
    ['secretsmanager:/hunter2-hunter2', "no '/' in front"],
    ['secretsmanager:hunter2-hunter2:x', 'secretsmanager'],
    ['ssm:/hunter2-hunter2', "no '/' in front"],
    ['ssm:hunter2-hunter2:3', 'ssm'],
    ['barbican:hunter2-hunter2', 'UUID'],
    [`barbican:https://evil.example.com/v1/orders/${UUID}`, 'UUID'],
    [17, 'backend'],
    [null, 'backend'],
  ])('%s is none, and what says so does not repeat it', (text, word) => {
    const complaint = readReference({ secret_ref: text });
    expect(complaint).toContain(word);
    expect(complaint).not.toContain('hunter2');
  });

  test('has nothing beside it', () => {
    expect(readReference({ secret_ref: 'coppice:a', default: 'hunter2' })).toBe(
      "a reference to a secret has 'secret_ref' and nothing else",
    );
    expect(isReferenceLike({ secret: 'coppice:a' })).toBe(false);
    expect(isReferenceLike(['secret_ref'])).toBe(false);
  });
});

describe('references in a spec', () => {
  const schema = {
    password: string('Password.', { secret: 'written' }),
    image: string('Image.'),
    env: freeMap('Variables.', { secret: 'written' }),
    labels: freeMap('Labels.'),
    files: list('Files.', map(undefined, { path: string('Path.'), contents: string('Contents.', { secret: 'written' }) })),
  };
  const ref = (name: string) => ({ secret_ref: `coppice:${name}` });

  test('are read where they are taken, found, and followed there', () => {
    const given = {
      password: ref('a'),
      image: 'busybox',
      env: { PLAIN: 'x', DB: ref('b'), AGAIN: ref('a') },
      files: [{ path: '/k', contents: ref('c') }],
    };
    const read = readSpec(schema, given);
    expect(read).toEqual({ kind: 'ok', value: given });
    expect(referencesIn(schema, given).map(({ text }) => text)).toEqual(['coppice:a', 'coppice:b', 'coppice:c']);
    const values = new Map([
      ['coppice:a', 'A'],
      ['coppice:b', 'B'],
      ['coppice:c', 'C'],
    ]);
    expect(withValues(schema, given, values)).toEqual({
      password: 'A',
      image: 'busybox',
      env: { PLAIN: 'x', DB: 'B', AGAIN: 'A' },
      files: [{ path: '/k', contents: 'C' }],
    });
  });

  test.each([
    [{ image: ref('a') }, '/image', 'No reference to a secret is taken here'],
    [{ labels: { tier: ref('a') } }, '/labels/tier', 'No reference to a secret is taken here'],
    [{ password: { secret_ref: 'a' } }, '/password', 'Invalid reference'],
    [{ env: { A: { secret_ref: 'vault:a' } } }, '/env/A', 'Invalid reference'],
    [{ files: [{ path: ref('a') }] }, '/files/0/path', 'No reference'],
  ])('%j is refused where it stands', (given, at, message) => {
    expect(readSpec(schema, given)).toMatchObject({ kind: 'fault', at, message: expect.stringContaining(message) });
  });

  test('that nobody would follow are data where anything goes', () => {
    const given = { labels: { tier: { secret_ref: 'coppice:a', more: 1 } } };
    expect(readSpec(schema, given)).toEqual({ kind: 'ok', value: given });
    expect(referencesIn(schema, given)).toEqual([]);
  });
});
