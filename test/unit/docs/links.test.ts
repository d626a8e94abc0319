import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const OURS = ['docs', 'examples', 'functions', 'infra', 'lib', 'test'];

const pages: readonly string[] = [
  ...readdirSync(ROOT),
  ...OURS.filter((folder) => existsSync(path.join(ROOT, folder))).flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true }).map((name) => `${folder}/${String(name)}`),
  ),
].filter((name) => name.endsWith('.md'));

const text = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8');

/** Code is not prose: what looks like a link in it is none. */
const prose = (page: string): string =>
  text(page)
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');

/** The names under which a page's headings can be reached. */
const anchors = (page: string): readonly string[] =>
  [
    ...text(page)
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/^#{1,6} (.+)$/gm),
  ].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

function broken(page: string): readonly string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : path.join(path.dirname(page), file);
    if (!existsSync(path.join(ROOT, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchors(target).includes(anchor);
  });
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  expect(broken(page)).toEqual([]);
});

test('every page of docs can be reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const [, link = ''] of prose(page).matchAll(/\]\(([^)\s#]+)/g)) {
      const target = path.join(path.dirname(page), link);
      if (!/^[a-z]+:/.test(link) && target.endsWith('.md') && existsSync(path.join(ROOT, target))) reached.add(target);
    }
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
