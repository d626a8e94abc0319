import { describe, expect, test } from '@jest/globals';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';
import { commitOf, heldBy, ME, PARENT, putOf, running, sharedBy, step } from '../../../support/stepping.ts';

const orphan = aNode({ clusterId: '', lock: heldBy(ME) });
const lone = { clusterId: '' };
const called = { called: true };

describe('NODE_DELETE', () => {
  test('marks the node and asks for its resource to be removed', () => {
    const begun = commitOf(step(anAction('NODE_DELETE', lone), { node: orphan }));
    expect(begun.call).toMatchObject({ to: 'remove', force: false, resource: { token: idOf('maker'), physicalId: 'p-1' } });
    expect(putOf('node', begun)).toMatchObject({ status: 'DELETING', was: { status: 'ACTIVE', statusReason: 'Creation succeeded' } });
  });

  test('passes force on', () => {
    expect(commitOf(step(anAction('NODE_DELETE', { ...lone, inputs: { force: true } }), { node: orphan })).call).toMatchObject({
      force: true,
    });
  });

  test('removes a node at once that has nothing behind it', () => {
    const done = commitOf(step(anAction('NODE_DELETE', lone), { node: { ...orphan, physicalId: null, token: null } }));
    expect(done.call).toBeUndefined();
    expect(done.writes).toContainEqual({ remove: 'node', doc: expect.objectContaining({ id: orphan.id }) });
    expect(done.next.status).toBe('SUCCEEDED');
  });

  test('asks for what may stand behind a token alone', () => {
    expect(commitOf(step(anAction('NODE_DELETE', lone), { node: { ...orphan, physicalId: null } })).call).toMatchObject({ to: 'remove' });
  });

  test('removes the node when the resource is gone', () => {
    const done = commitOf(step(running('NODE_DELETE', { ...lone, state: called }), { node: orphan }, { returned: { kind: 'ok' } }));
    expect(done.writes).toContainEqual({ remove: 'node', doc: orphan });
  });

  test('that is refused leaves a node that is to be looked at', () => {
    const returned = { kind: 'fault', fault: permanent('driver.refused', 'it is protected') } as const;
    const failed = commitOf(
      step(running('NODE_DELETE', { ...lone, state: called }), { node: { ...orphan, status: 'DELETING' } }, { returned }),
    );
    expect(failed.next).toMatchObject({ status: 'FAILED', statusReason: 'it is protected' });
    expect(putOf('node', failed)).toMatchObject({
      status: 'ERROR',
      statusReason: 'Deletion failed: it is protected',
      physicalId: 'p-1',
      was: null,
    });
  });

  test('that was interrupted before it called leaves the node as it was', () => {
    const marked = { ...orphan, status: 'DELETING', was: { status: 'WARNING', statusReason: 'hm' } } as const;
    const ended = commitOf(step(anAction('NODE_DELETE', { ...lone, signal: 'cancel' }), { node: marked }));
    expect(putOf('node', ended)).toMatchObject({ status: 'WARNING', statusReason: 'hm', was: null });
  });

  test('that was interrupted after it called leaves a node of which nobody knows', () => {
    const ended = commitOf(step(running('NODE_DELETE', { ...lone, state: called, signal: 'cancel' }), { node: orphan }));
    expect(putOf('node', ended)).toMatchObject({ status: 'ERROR', statusReason: 'Deletion was interrupted: The action was cancelled.' });
  });
});

describe('NODE_DELETE of a member', () => {
  const cluster = aCluster({ nodes: [idOf('node'), idOf('other')], desiredCapacity: 2, minSize: 1, lock: sharedBy(ME) });
  const node = aNode({ lock: heldBy(ME) });
  const other = aNode({ id: idOf('other') });

  test('lowers the desired capacity with it', () => {
    const seen = { node, cluster, members: [node, other] };
    const done = commitOf(step(running('NODE_DELETE', { state: called }), seen, { returned: { kind: 'ok' } }));
    expect(putOf('cluster', done)).toMatchObject({ nodes: [idOf('other')], desiredCapacity: 1, status: 'ACTIVE', lock: { holders: [] } });
  });

  test('is refused when the cluster would be too small', () => {
    const small = { ...cluster, minSize: 2 };
    const ended = commitOf(step(anAction('NODE_DELETE'), { node, cluster: small, members: [node, other] }));
    expect(ended.next).toMatchObject({
      status: 'FAILED',
      statusReason: "The target capacity (1) is less than the cluster's min_size (2).",
    });
    expect(putOf('node', ended)).toMatchObject({ status: 'ACTIVE' });
  });

  test('as a child leaves all that to its parent', () => {
    const done = commitOf(step(running('NODE_DELETE', { state: called, parentId: PARENT }), { node }, { returned: { kind: 'ok' } }));
    expect(done.writes).toEqual([{ remove: 'node', doc: node }]);
  });
});
