import { describe, expect, test } from '@jest/globals';
import type { Documents, Kind } from '../../../../lib/domain/documents.ts';
import { accessesOf, accessTo } from '../../../../lib/domain/permission/coverage.ts';
import { GRANTABLE, type Grantable, type Share } from '../../../../lib/domain/permission/grant.ts';

const share = (objectKind: Grantable, objectId: string, access: Share['access'] = 'read-only', owner = 'p') =>
  ({ objectKind, objectId, access, owner }) as Share;
const doc = <K extends Kind>(_: K, fields: object) => ({ project: 'p', id: 'it', ...fields }) as unknown as Documents[K];

describe('what a grant lets at', () => {
  const action = doc('action', { clusterId: 'web', target: 'node-1' });
  const event = doc('event', { clusterId: 'web', objectId: 'node-1' });
  const run = doc('execution', { workflowId: 'flow' });
  const node = doc('node', { clusterId: 'web' });

  test.each([
    ['a node', accessTo('node', node, [share('node', 'it')])],
    ['the nodes of a cluster', accessTo('node', node, [share('cluster', 'web')])],
    ['the actions of a cluster', accessTo('action', action, [share('cluster', 'web')])],
    ['the actions on a node', accessTo('action', action, [share('node', 'node-1')])],
    ['the events of a cluster', accessTo('event', event, [share('cluster', 'web')])],
    ['the events about a node', accessTo('event', event, [share('node', 'node-1')])],
    ['the runs of a workflow', accessTo('execution', run, [share('workflow', 'flow')])],
    ['a profile', accessTo('profile', doc('profile', {}), [share('profile', 'it')])],
  ])('%s', (_, access) => expect(access).toBe('read-only'));

  test.each([
    ['another node', accessTo('node', node, [share('node', 'other')])],
    ['a node of another cluster', accessTo('node', node, [share('cluster', 'other')])],
    ['what goes by the same id and is of another kind', accessTo('node', node, [share('profile', 'it')])],
    [
      'a run that goes by the workflow’s id',
      accessTo('execution', doc('execution', { id: 'flow', workflowId: 'other' }), [share('workflow', 'flow')]),
    ],
    ['what is not its owner’s', accessTo('node', node, [share('node', 'it', 'read-only', 'somebody')])],
    ['a secret', accessTo('secret', doc('secret', {}), [share('cluster', 'it')])],
  ])('not %s', (_, access) => expect(access).toBeUndefined());

  test('the most of several counts', () => {
    expect(accessTo('node', node, [share('node', 'it', 'read-write'), share('cluster', 'web')])).toBe('read-write');
  });
});

test.each(GRANTABLE.map((kind) => [kind, kind === 'workflow' ? ['read-only'] : ['read-only', 'read-write']] as const))(
  'a %s can be shared %j',
  (kind, accesses) => expect(accessesOf(kind)).toEqual(accesses),
);
