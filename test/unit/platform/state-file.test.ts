import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensureSound, INSTALLATION, MARKS_KEY, SEALING_KEY, stateFile } from '../../../lib/platform/state-file.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'coppice-state-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const KINDS = [INSTALLATION, MARKS_KEY, SEALING_KEY];

describe.each(KINDS)('$name', (kind) => {
  test('is made once, whole, for its owner only, and nothing beside it is left', () => {
    const made = stateFile(home, kind);
    expect(made).toMatch(/^[0-9a-f]+$/);
    expect(stateFile(home, kind)).toBe(made);
    expect(readdirSync(home)).toEqual([kind.name]);
    expect(statSync(join(home, kind.name)).mode & 0o777).toBe(0o600);
    ensureSound(home);
  });

  test.each(['', '  \n', '\0\xff\n$(x)'])('is not made anew when it is damaged, but named: %j', (text) => {
    writeFileSync(join(home, kind.name), text);
    expect(() => stateFile(home, kind)).toThrow(`${join(home, kind.name)} is damaged`);
    expect(() => ensureSound(home)).toThrow(`${join(home, kind.name)} is damaged`);
    expect(readFileSync(join(home, kind.name), 'utf8')).toBe(text);
  });
});

test('what is not there yet is whole', () => ensureSound(home));
