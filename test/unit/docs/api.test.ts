import { test } from '@jest/globals';
import type { Clustering } from '../../../lib/app/clustering.ts';
import { policyTypes } from '../../../lib/domain/policy/catalogue.ts';
import { profileTypes } from '../../../lib/domain/profile/catalogue.ts';
import { ROUTES } from '../../../lib/wire/keystone/handler.ts';
import { textOf } from '../../../lib/wire/senlin/microversion.ts';
import { senlinRoutes } from '../../../lib/wire/senlin/routes/all.ts';
import { openRoutes } from '../../../lib/wire/senlin/routes/open.ts';
import { DIFFERENCES } from '../../contract/replay/differences.ts';
import { expectGenerated, table } from '../../support/generated-block.ts';

const PAGE = 'docs/reference/api.md';
const code = (text: string): string => `\`${text}\``;

test('the routes of /v1 are those of the router', () => {
  // Routes are data until they run, and here none does.
  const routes = senlinRoutes({ clustering: {} as Clustering, engineId: '', now: () => 0, profileTypes, policyTypes });
  const rows = routes.map(({ method, path, since, answer, closed, summary }) => [
    code(`${method} /v1${path.replace('*}', '…}')}`),
    since ? textOf(since) : '1.0',
    closed ? '403' : `${answer.status}${answer.location ? ' A' : ''}`,
    summary,
  ]);
  expectGenerated(PAGE, 'routes', table(['method and path', 'since', 'answer', 'what it does'], rows));
});

test('the routes that ask for no token are those that are open', () => {
  const rows = openRoutes({ openapi: () => '' }).map(({ path, answers, summary }) => [
    code(`GET ${path}`),
    Object.keys(answers).join(', '),
    summary,
  ]);
  expectGenerated(PAGE, 'open routes', table(['path', 'answers', 'what it does'], rows));
});

test('the routes of /identity are those of its handler', () => {
  const rows = ROUTES.map((route) => [code(`${route.method} /identity${route.path}`), 'open' in route ? 'no' : 'yes']);
  expectGenerated(PAGE, 'identity routes', table(['method and path', 'asks for a token'], rows));
});

test('where a recorded answer differs, it is said why', () => {
  const byReason = new Map<string, readonly string[]>();
  for (const [recording, { why }] of Object.entries(DIFFERENCES)) byReason.set(why, [...(byReason.get(why) ?? []), code(recording)]);
  const rows = [...byReason].map(([why, recordings]) => [why, recordings.join(', ')]);
  expectGenerated(PAGE, 'differences', table(['why', 'recordings'], rows));
});
