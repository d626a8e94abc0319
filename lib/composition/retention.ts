import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Location, readLocation } from '../domain/retention/location.ts';
import { readRules } from '../domain/retention/read-rules.ts';
import { DEFAULT_RULES, type Rule } from '../domain/retention/rule.ts';
import { BadConfiguration } from './bad-configuration.ts';
import { type Config, config } from './config.ts';

export type Retention = { readonly rules: readonly Rule[]; readonly archive: Location | undefined };

let current: Retention | undefined;

/** How long what is kept, and where it goes. Read with the configuration, so that a rule that is none stops the start and not the first run. */
export function retention(): Retention {
  current ??= readRetention(config());
  return current;
}

type Settings = Pick<Config, 'COPPICE_RETENTION' | 'COPPICE_ARCHIVE' | 'ARCHIVE_BUCKET' | 'COPPICE_HOME'>;

/** Without a place of the operator's own: a folder beside the state of a machine, in AWS the bucket that belongs to the deployment. */
export function readRetention({
  COPPICE_RETENTION: text,
  COPPICE_ARCHIVE: named,
  ARCHIVE_BUCKET: bucket,
  COPPICE_HOME: home,
}: Settings): Retention {
  const place = named || (home ? path.join(home, 'archive') : bucket && `s3://${bucket}/archive`);
  const archive = place ? readLocation(place) : undefined;
  if (typeof archive === 'string') throw new BadConfiguration(`COPPICE_ARCHIVE ${archive}`);
  const rules = text === '' ? DEFAULT_RULES : rulesOf(text);
  const homeless = archive ? undefined : rules.find((rule) => rule.disposition === 'archive');
  if (homeless) throw new BadConfiguration(`COPPICE_RETENTION: rule "${homeless.name}" archives, and COPPICE_ARCHIVE does not say where`);
  return { rules, archive };
}

function rulesOf(text: string): readonly Rule[] {
  const read = readRules(jsonOf(text.trimStart().startsWith('{') ? text : fileOf(text)));
  if (read.kind === 'ok') return read.rules;
  throw new BadConfiguration(read.complaints.map((complaint) => `COPPICE_RETENTION: ${complaint}`).join('\n'));
}

function fileOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new BadConfiguration(`COPPICE_RETENTION is neither JSON, beginning with {, nor a file that can be read`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadConfiguration('COPPICE_RETENTION is not JSON');
  }
}
