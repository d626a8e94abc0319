import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { installationId } from '../../../lib/platform/installation-id.ts';

const root = mkdtempSync(join(tmpdir(), 'coppice-id-'));
afterAll(() => rmSync(root, { recursive: true }));

test('an installation keeps its id when its folder moves, and shares it with nobody', () => {
  const id = installationId(join(root, 'a'));
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  renameSync(join(root, 'a'), join(root, 'b'));
  expect(installationId(join(root, 'b'))).toBe(id);
  expect(installationId(join(root, 'c'))).not.toBe(id);
});
