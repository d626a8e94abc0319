import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What a service does once before its first request, when it has such a thing: credentials, for one.
 *
 * @returns {Promise<string[]>} lines for whoever started it
 */
export async function prepare(root) {
  const file = path.resolve(root, 'dist/functions/local-start.js');
  if (!existsSync(file)) return [];
  const { localStart } = await import(pathToFileURL(file).href);
  return (await localStart()) ?? [];
}

/** The last thing printed is where to go. */
export const announce = (lines, url) => console.log([...lines, `Coppice is ready: ${url}`].join('\n'));
