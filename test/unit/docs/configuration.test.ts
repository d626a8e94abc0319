import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readConfig } from '../../../lib/composition/config.ts';
import { WORK_QUEUES } from '../../../lib/domain/action/work-queue.ts';
import { DUTY_QUEUES } from '../../../lib/domain/duty.ts';
import { firstColumn } from '../../support/generated-block.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PAGE = 'docs/reference/configuration.md';

const queues = [...WORK_QUEUES, ...DUTY_QUEUES].map((queue) => `QUEUE_${queue.toUpperCase().replaceAll('-', '_')}`);
const { queueUrl: _, ...settings } = readConfig({ TABLE: 't', ...Object.fromEntries(queues.map((name) => [name, 'http://127.0.0.1/q'])) });

const filesOf = (folder: string, ends: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(ends))
    .map((name) => readFileSync(path.join(ROOT, folder, name), 'utf8'));

/** What the start, the bundler and the template read beside the service's own configuration. */
const readElsewhere = (): readonly string[] => [
  ...filesOf('infra', '.mjs').flatMap((text) => [...text.matchAll(/process\.env\.([A-Z_]+)/g)].map(([, name = '']) => name)),
  ...filesOf('lib/composition', '.ts').flatMap((text) => [...text.matchAll(/\benv\.([A-Z_]+)/g)].map(([, name = '']) => name)),
  ...[readFileSync(path.join(ROOT, 'serverless.yml'), 'utf8'), ...filesOf('infra', '.yml')].flatMap((text) =>
    [...text.matchAll(/\$\{(?:opt:\w+, )?env:([A-Z_]+)/g)].map(([, name = '']) => name),
  ),
];

/** Set by npm, by AWS or by the start itself; and the simulator's token, as OpenStack's clients have it. */
const NOT_SETTINGS = [
  'IS_OFFLINE',
  'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
  'npm_lifecycle_event',
  'SLS_LOG_LEVEL',
  'AWS_PROFILE',
  'OS_TOKEN',
];

test('every setting has its row, and every row is a setting', () => {
  const read = new Set([...Object.keys(settings), ...queues, ...readElsewhere()]);
  const wanted = [...read].filter((name) => !NOT_SETTINGS.includes(name));
  expect([...new Set(firstColumn(PAGE))].toSorted()).toEqual(wanted.toSorted());
});

test.each(Object.entries(settings))('the row of %s says the default', (name, value) => {
  const row = readFileSync(path.join(ROOT, PAGE), 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\` |`));
  const [, , fallback] = row?.split(' | ') ?? [];
  if (name === 'TABLE' || String(value) === '') return;
  expect(row).toContain(`\`${String(value)}\``);
  expect(fallback).toBeDefined();
});
