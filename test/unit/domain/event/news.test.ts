import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import { type News, type Subject, tell, tellOfGone } from '../../../../lib/domain/event/news.ts';
import { tellEnd } from '../../../../lib/domain/event/tell.ts';
import { aCluster, aNode, anAction, idOf, T0 } from '../../../support/documents.ts';
import { at } from '../../../support/stepping.ts';

const news: News = { type: 'node-error', level: 'ERROR', action: 'NODE_CHECK', status: 'error', reason: 'it is gone' };

/** Tells so often of one object, each time in a commit of its own. */
function told(about: Subject, times: number) {
  const events = [];
  for (let i = 0; i < times; i++) {
    const { history, write } = tell(about, news, at(i));
    about = { ...about, history };
    events.push('put' in write && write.put === 'event' ? write.doc : undefined);
  }
  return events;
}

describe('what is told of an object', () => {
  test('is numbered from one, and names the event before it', () => {
    const [first, second, third] = told(aNode(), 3);
    expect([first, second, third].map((event) => event?.sequence)).toEqual([1, 2, 3]);
    expect(first).not.toHaveProperty('previous');
    expect([second?.previous, third?.previous]).toEqual([first?.id, second?.id]);
  });

  test('has another id each time, also within a millisecond', () => {
    const about = aNode();
    const one = tell(about, news, T0);
    const two = tell({ ...about, history: one.history }, news, T0);
    expect(one.history.last).not.toBe(two.history.last);
  });

  test('decided twice is the same event', () => {
    expect(tell(aCluster(), news, T0)).toEqual(tell(aCluster(), news, T0));
  });

  test('says how large a cluster is, and whose a node', () => {
    expect(told(aCluster({ desiredCapacity: 3, nodes: ['a', 'b'] }), 1)[0]).toMatchObject({
      objectType: 'CLUSTER',
      clusterId: idOf('cluster'),
      size: { desired: 3, nodes: 2 },
    });
    expect(told(aNode({ clusterId: '' }), 1)[0]).toMatchObject({ objectType: 'NODE', clusterId: null });
  });

  test('names the action it came of, and why that exists', () => {
    const origin = { by: 'schedule', id: idOf('night'), reason: 'every night' };
    const { write } = tell(aNode(), { ...news, cause: { id: idOf('action'), user: 'her', origin } }, T0);
    expect(write).toMatchObject({ doc: { actionId: idOf('action'), user: 'her', origin } });
  });
});

test('what is gone has no number any more', () => {
  const write = tellOfGone(anAction('NODE_DELETE'), news, T0);
  expect(write).toMatchObject({ put: 'event', doc: { objectId: idOf('node'), objectType: 'NODE' } });
  expect(write.doc).not.toHaveProperty('sequence');
});

describe('the end of an action', () => {
  const failed = anAction('CLUSTER_SCALE_OUT', { status: 'FAILED', statusReason: 'Too early.' });
  const told = (action: Action) => tellEnd(action, aCluster(), 'all is well', T0).write;

  test('that its policies did not let begin says so', () => {
    expect(told({ ...failed, data: { status: 'ERROR', reason: 'Too early.', policies: [] } })).toMatchObject({
      doc: { type: 'policy-refused' },
    });
    expect(told(failed)).toMatchObject({ doc: { type: 'action-failed', level: 'ERROR', status: 'error', statusReason: 'Too early.' } });
  });

  test('that was stopped is no failure', () => {
    expect(told({ ...failed, status: 'CANCELLED' })).toMatchObject({ doc: { type: 'action-cancelled', level: 'WARN', status: 'error' } });
  });
});
