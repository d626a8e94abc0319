import { describe, expect, test } from '@jest/globals';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Listed, OrphanReason } from '../../../../lib/domain/orphan/orphan.ts';
import { newSweep, tooMany } from '../../../../lib/domain/orphan/sweep.ts';
import { type Knowledge, verdict } from '../../../../lib/domain/orphan/verdict.ts';
import { aNode, anAction, idOf, PROJECT, T0 } from '../../../support/documents.ts';

const LISTED: Listed = {
  profileType: 'fake.node-1.0',
  token: idOf('maker'),
  physicalId: 'p-1',
  project: PROJECT,
  nodeId: idOf('node'),
  proof: 'signed',
};
const ended = anAction('NODE_CREATE', { id: idOf('maker'), status: 'FAILED', dueAt: null });
const NOTHING: Knowledge = { maker: undefined, node: undefined, adopter: undefined, ofItsMaking: ['p-1'], now: after(T0, seconds(601)) };
const mine = aNode();
const other = aNode({ token: idOf('other'), physicalId: 'p-2' });

const CASES: readonly (readonly [string, Partial<Listed>, Partial<Knowledge>, OrphanReason | undefined])[] = [
  ['its node has it', {}, { maker: ended, node: mine }, undefined],
  ['its node has it under another id', {}, { maker: ended, node: aNode({ physicalId: 'p-0' }) }, undefined],
  ['its node has it, and does not know its id yet', {}, { maker: ended, node: aNode({ physicalId: null }) }, undefined],
  ['somebody adopted it', {}, { maker: ended, adopter: mine }, undefined],
  ['its maker is at work', {}, { maker: anAction('NODE_CREATE', { id: idOf('maker') }) }, undefined],
  ['it is young', {}, { maker: ended, now: after(T0, seconds(599)) }, undefined],
  ['its node is gone', {}, { maker: ended }, 'node-gone'],
  ['its node has another', {}, { maker: ended, node: other }, 'superseded'],
  ['who adopted it has another', {}, { maker: ended, adopter: other }, 'node-gone'],
  ['its node has its twin', {}, { maker: ended, node: aNode({ physicalId: 'p-0' }), ofItsMaking: ['p-1', 'p-0'] }, 'duplicate'],
  ['nobody knows of it', {}, {}, 'forgotten'],
  ['its node has another, and nobody knows who made it', {}, { node: other }, 'forgotten'],
  ['it is unsigned', { proof: 'unsigned' }, { maker: ended }, 'unsigned'],
  ['it is unsigned, and its node has it', { proof: 'unsigned' }, { maker: ended, node: mine }, undefined],
  ['it is unsigned, and its node knows it by its token', { proof: 'unsigned' }, { node: aNode({ physicalId: null }) }, undefined],
  ['it is unsigned, and its maker is at work', { proof: 'unsigned' }, { maker: anAction('NODE_CREATE', { id: idOf('maker') }) }, undefined],
  ['its token is none of ours', { proof: 'unsigned', token: 'abc' }, {}, 'unsigned'],
  ['it is forged, and names what is somebody’s', { proof: 'forged' }, { node: aNode({ physicalId: 'p-0' }) }, 'forged'],
  ['it is forged and young', { proof: 'forged' }, { now: T0 }, 'forged'],
];

test.each(CASES)('%s', (_, listed, known, reason) => {
  expect(verdict({ ...LISTED, ...listed }, { ...NOTHING, ...known })).toBe(reason);
});

describe('how many may go at once', () => {
  const due = (gone: number, forgotten: number) => [
    ...Array.from({ length: gone }, () => ({ reason: 'node-gone' as const })),
    ...Array.from({ length: forgotten }, () => ({ reason: 'forgotten' as const })),
  ];
  test.each([
    [0, 0, 0, true],
    [1, 0, 1, true],
    [10, 0, 10, true],
    [11, 0, 20, false],
    [11, 0, 55, true],
    [0, 1, 1, false],
    [0, 1, 4, false],
    [0, 1, 5, true],
    [10, 20, 100, false],
    [5, 15, 100, true],
  ])('%d gone and %d forgotten of %d', (gone, forgotten, listed, fine) => {
    expect(tooMany(due(gone, forgotten), listed, 20) === undefined).toBe(fine);
  });

  test('a share of nothing is nothing but the few that are known to be over', () => {
    expect(tooMany(due(10, 0), 10, 0)).toBeUndefined();
    expect(tooMany(due(0, 1), 1_000, 0)).toBeDefined();
  });

  test('a sweep begins with nothing said and nothing stopped', () => {
    expect(newSweep('a')).toMatchObject({ halted: null, allowed: null });
    expect(newSweep('a').id).not.toBe(newSweep('b').id);
  });
});
