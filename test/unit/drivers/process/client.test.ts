import { describe, expect, test } from '@jest/globals';
import { findAlive, type Process, type ProcessTable } from '../../../../lib/drivers/process/client.ts';
import { marksIn, variablesOf } from '../../../../lib/drivers/process/marks.ts';
import { oneAtATime } from '../../../../lib/drivers/process/one-at-a-time.ts';

const tableOf = (processes: readonly Process[]): ProcessTable => ({
  read: (pid) => processes.find((p) => p.pid === pid),
  marks: () => undefined,
  marked: async () => [],
  describe: () => undefined,
});
const process = { pid: 42, parent: 1, group: 42, uid: 0, state: 'S', birth: '100.abcd0123' };

describe('a physical id', () => {
  test.each([
    ['42-100.abcd0123', 42],
    ['42-101.abcd0123', undefined],
    ['42-100.abcd0124', undefined],
    ['43-100.abcd0123', undefined],
    ['042-100.abcd0123', undefined],
    ['42', undefined],
    ['42-', undefined],
    ['-42-100.abcd0123', undefined],
    ['42-100.abcd0123 ', undefined],
    ['42-100.abcd0123\n', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j names process %s', (physicalId, pid) => {
    expect(findAlive(tableOf([process]), physicalId)?.pid).toBe(pid);
  });

  test('a zombie has ended', () => {
    expect(findAlive(tableOf([{ ...process, state: 'Z' }]), '42-100.abcd0123')).toBeUndefined();
  });
});

describe('marks', () => {
  const owner = { project: 'demo', clusterId: 'c', nodeId: 'n', nodeName: 'web-1', index: 3, role: '' };

  test('are read as they were written', () => {
    const entries = Object.entries(variablesOf('here', 't', owner)).map(([name, value]) => `${name}=${value}`);
    expect(marksIn(entries)).toEqual({ installation: 'here', token: 't', project: 'demo', nodeId: 'n', signature: '' });
  });

  test('half of them are none', () => {
    expect(marksIn(['COPPICE_TOKEN=t'])).toBeUndefined();
    expect(marksIn(['COPPICE_INSTALLATION=here', 'MY_COPPICE_TOKEN=t'])).toBeUndefined();
  });
});

describe('looking at all processes', () => {
  test('those who ask while somebody looks share the next look, and nobody gets an older one', async () => {
    const looks: ((n: number) => void)[] = [];
    const look = oneAtATime(() => new Promise<number>((resolve) => looks.push(resolve)));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = look();
    await turn();
    const [second, third] = [look(), look()];
    await turn();
    expect(looks).toHaveLength(1);
    looks[0]?.(1);
    await turn();
    expect(looks).toHaveLength(2);
    looks[1]?.(2);
    expect(await Promise.all([first, second, third])).toEqual([1, 2, 2]);
  });

  test('a look that failed does not keep the next from looking', async () => {
    let n = 0;
    const look = oneAtATime(async () => {
      n += 1;
      if (n === 1) throw new Error('no table');
      return n;
    });
    await expect(look()).rejects.toThrow('no table');
    expect(await look()).toBe(2);
  });
});
