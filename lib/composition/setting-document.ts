import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BadConfiguration } from './bad-configuration.ts';

/**
 * A setting that is a document: JSON in the configuration itself, or the path of a file of it.
 *
 * @throws when it is not there, no JSON or not what it should be, naming the setting and what is wrong
 */
export function readDocument<T>(name: string, setting: string, schema: z.ZodType<T>): T {
  const isWritten = /^\s*[[{]/.test(setting);
  const parsed = schema.safeParse(parse(name, isWritten ? setting : fileOf(name, setting)));
  if (!parsed.success) throw new BadConfiguration(`${name}\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function fileOf(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadConfiguration(`${name} is no JSON, and no file that can be read: ${error instanceof Error ? error.message : error}`);
  }
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadConfiguration(`${name} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
