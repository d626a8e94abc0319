import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../../..');
type Shipped = { readonly name: string; readonly version: string };
type Verify = {
  readonly lockfileFaults: (lockfile: object) => readonly string[];
  readonly shipped: (lockfile: object) => readonly Shipped[];
  readonly licenceFaults: (packages: readonly object[], read: (place: string) => string | undefined) => readonly string[];
  readonly auditFaults: (answer: unknown) => { readonly unknown?: string; readonly faults?: readonly string[] };
  readonly shippedBill: (
    bill: object,
    packages: readonly Shipped[],
    name: string,
  ) => { readonly components: readonly object[]; readonly metadata: object };
  readonly billFaults: (bill: object, packages: readonly Shipped[]) => readonly string[];
};
const verify = (await import(path.join(ROOT, 'infra/verify/dependencies.mjs'))) as Verify;

const entry = { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' };
const locked = (more: object, place = 'node_modules/a') => ({
  lockfileVersion: 3,
  packages: { '': { name: 'us' }, [place]: { ...entry, ...more } },
});

test('our own lockfile is as it should be', () => {
  expect(verify.lockfileFaults(JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')))).toEqual([]);
});

describe('what is locked', () => {
  test.each<[string, object]>([
    ['names a registry', { resolved: 'https://registry.example/a.tgz' }],
    ['comes from a repository', { resolved: 'git+ssh://git@example/a.git#1' }],
    ['has no hash', { integrity: undefined }],
    ['has a weak one', { integrity: 'sha1-x' }],
    ['is a folder', { link: true, integrity: undefined }],
    ['asks for something from elsewhere', { dependencies: { b: 'git+https://example/b.git' } }],
    ['asks for a file', { optionalDependencies: { b: 'file:../b' } }],
    ['asks for an archive', { dependencies: { b: 'https://example/b.tgz' } }],
    ['asks for a repository by its short name', { dependencies: { b: 'someone/b#main' } }],
  ])('is refused when it %s', (_, more) => {
    expect(verify.lockfileFaults(locked(more))).toHaveLength(1);
  });

  test('is fine as npm writes it', () => {
    expect(verify.lockfileFaults(locked({ dependencies: { b: '^1.0.0', c: 'npm:d@1.0.0', e: '>=1 <2' } }))).toEqual([]);
  });
});

test('what only tools need is not shipped', () => {
  const lockfile = {
    packages: {
      '': {},
      'node_modules/a': entry,
      'node_modules/b': { ...entry, dev: true },
      'node_modules/a/node_modules/@s/c': { ...entry, name: '@s/real' },
    },
  };
  expect(verify.shipped(lockfile).map(({ name }) => name)).toEqual(['a', '@s/real']);
});

test.each<[string | undefined, number]>([
  ['MIT', 0],
  ['(MIT OR GPL-3.0)', 0],
  ['MIT AND GPL-3.0', 1],
  ['GPL-3.0-only', 1],
  ['SEE LICENSE IN LICENSE', 1],
  [undefined, 1],
])('a licence that is %p has %i faults', (licence, faults) => {
  expect(verify.licenceFaults([{ place: 'x', name: 'x', version: '1', licence }], () => undefined)).toHaveLength(faults);
});

describe('the audit', () => {
  const answer = (severity: string) => ({
    metadata: { vulnerabilities: {} },
    vulnerabilities: { a: { name: 'a', severity, via: [{ title: 'a hole' }] } },
  });

  test('fails on what is high or critical', () => {
    expect(verify.auditFaults(answer('high')).faults).toEqual(['a has a known hole (high): a hole']);
    expect(verify.auditFaults(answer('critical')).faults).toHaveLength(1);
    expect(verify.auditFaults(answer('moderate')).faults).toEqual([]);
  });

  test('that was not answered is no good news', () => {
    expect(verify.auditFaults({ message: '405 Method Not Allowed' })).toEqual({ unknown: '405 Method Not Allowed' });
    expect(verify.auditFaults(undefined).unknown).toBeTruthy();
  });
});

test('the bill has what is shipped, and says so when it has not', () => {
  const component = (name: string) => ({ 'bom-ref': name, purl: `pkg:npm/${encodeURIComponent(name)}@1.0.0` });
  const known = {
    metadata: { component: { 'bom-ref': 'us', name: 'a folder' } },
    components: [component('a'), component('@s/b'), component('tool')],
    dependencies: [{ ref: 'us', dependsOn: ['a', 'tool'] }, { ref: 'a', dependsOn: ['@s/b'] }, { ref: 'tool' }],
  };
  const packages = ['a', '@s/b'].map((name) => ({ name, version: '1.0.0' }));
  const bill = verify.shippedBill(known, packages, 'coppice');
  expect(bill).toMatchObject({
    metadata: { component: { name: 'coppice' } },
    components: [{ 'bom-ref': 'a' }, { 'bom-ref': '@s/b' }],
    dependencies: [
      { ref: 'us', dependsOn: ['a'] },
      { ref: 'a', dependsOn: ['@s/b'] },
    ],
  });
  expect(verify.billFaults(bill, packages)).toEqual([]);
  expect(verify.billFaults(bill, [...packages, { name: 'c', version: '2.0.0' }])).toEqual(['dist/sbom.cdx.json: c 2.0.0 is missing']);
});
