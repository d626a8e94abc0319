import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * The part of a page that is made from the code: between `<!-- generated: NAME -->` and `<!-- end -->`. The test fails when the two differ;
 * `UPDATE_DOCS=yes npm run test:unit` writes what it should be.
 */
export function expectGenerated(file: string, name: string, wanted: string): void {
  const page = readFileSync(path.join(ROOT, file), 'utf8');
  const [open, close] = [`<!-- generated: ${name} -->\n`, '<!-- end -->'];
  const start = page.indexOf(open) + open.length;
  const end = page.indexOf(close, start);
  if (start < open.length || end < 0) throw new Error(`${file} has no place for ${name}`);
  const body = `\n${wanted.trim()}\n\n`;
  if (process.env.UPDATE_DOCS && page.slice(start, end) !== body) {
    writeFileSync(path.join(ROOT, file), page.slice(0, start) + body + page.slice(end));
    return;
  }
  expect(page.slice(start, end)).toBe(body);
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

/** The text of the first column of every table of a page, without code marks. */
export const firstColumn = (file: string): readonly string[] =>
  [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell = '']) => cell);
