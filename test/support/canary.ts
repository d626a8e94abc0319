import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A place that was looked at, and what it had. */
export type Sink = { readonly where: string; readonly what: Buffer | string };

/**
 * What gives a secret away, in whichever way it is written: pieces of it that stand in nothing else. Found here by other means than the service hides by, so
 * that one forgotten there is not forgotten here.
 */
export function tracesOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  // Behind nothing, one or two bytes; the first and last quanta depend on what is around them.
  const encoded = ['', 'x', 'xy'].map((before) => Buffer.from(`${before + secret}~~`).toString('base64'));
  const inner = encoded.map((text) => text.slice(4, -8));
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    ...inner,
    ...inner.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ]
    .filter((text) => text.length >= 8)
    .map((text) => Buffer.from(text));
}

/** Every sink that a secret is in, with a little of what is around it. */
export function leaks(secrets: Readonly<Record<string, string>>, sinks: readonly Sink[]): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const traces = tracesOf(secret);
    return sinks.flatMap(({ where, what }) => {
      const bytes = typeof what === 'string' ? Buffer.from(what) : what;
      const at = traces.map((trace) => bytes.indexOf(trace)).find((place) => place >= 0);
      if (at === undefined) return [];
      return [`${name} in ${where}: …${bytes.subarray(Math.max(0, at - 60), at + 80).toString()}…`];
    });
  });
}

/** Every file below a folder. */
export const filesIn = (folder: string): readonly Sink[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => ({ where: path.relative(folder, file), what: readFileSync(file) }));
