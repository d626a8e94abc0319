import { describe, expect, test } from '@jest/globals';
import { spawnFault } from '../../../../lib/drivers/process/faults.ts';

const error = (code: string) => Object.assign(new Error(`spawn ${code}`), { code });

describe('why a command could not be started', () => {
  test.each(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'ETXTBSY', 'ENOSPC'])('%s: may be different in a moment', (code) => {
    expect(spawnFault(error(code), 'sleep', '/', true)).toMatchObject({ kind: 'transient', code: 'process.spawn.scarce' });
  });

  test.each([
    ['ENOENT', true, 'process.command.not-found'],
    ['ENOENT', false, 'process.cwd.invalid'],
    ['EACCES', true, 'process.command.not-executable'],
    ['EACCES', false, 'process.cwd.invalid'],
    ['E2BIG', true, 'process.command.too-long'],
    ['ENOEXEC', true, 'process.spawn.refused'],
    ['ERR_INVALID_ARG_VALUE', true, 'process.spawn.refused'],
  ])('%s, the directory there: %s: %s, for good', (code, cwdExists, expected) => {
    const fault = spawnFault(error(code), 'frobnicate', '/srv', cwdExists);
    expect(fault).toMatchObject({ kind: 'permanent', code: expected });
    expect(fault.message).toContain('frobnicate');
  });
});
