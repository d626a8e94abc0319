import { isId } from '../../domain/kernel/ids.ts';
import { RETAINED_KINDS, type RetainedKind } from '../../domain/retention/rule.ts';
import type { Search } from '../../domain/retention/search.ts';

/** The options of a search as they were typed. */
export type Typed = {
  readonly kind?: readonly string[] | undefined;
  readonly project?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly id?: string | undefined;
  readonly object?: string | undefined;
  readonly text?: string | undefined;
  readonly limit?: string | undefined;
  readonly output?: string | undefined;
};

export const OUTPUTS = ['table', 'json', 'jsonl'] as const;
export type Output = (typeof OUTPUTS)[number];

export type Asked = { readonly search: Search; readonly limit: number; readonly output: Output };

const MOST = 100_000;

/** @param now milliseconds since the epoch @returns what is wrong, naming the option, when something is */
export function readOptions(typed: Typed, now: number): Asked | string {
  const { kind, project, since, until, id, object, text, limit = '100', output = 'table' } = typed;
  const stranger = kind?.find((one) => !RETAINED_KINDS.some((known) => known === one));
  if (stranger !== undefined) return `--kind '${stranger}' is none: ${RETAINED_KINDS.join(', ')}`;
  if (project !== undefined && (/[/\\\0]/.test(project) || project === '' || project === '.' || project === '..'))
    return `--project '${project}' is no project's id`;
  if (id !== undefined && !isId(id) && !/^[0-9a-f]{4,36}$/.test(id.replaceAll('-', '')))
    return `--id '${id}' is no id, nor the beginning of one`;
  const [from, to] = [momentOf(since, now), momentOf(until, now)];
  if (from === null) return `--since '${since}' ${NO_MOMENT}`;
  if (to === null) return `--until '${until}' ${NO_MOMENT}`;
  if (!/^[1-9]\d{0,5}$/.test(limit) || Number(limit) > MOST) return `--limit '${limit}' is no number from 1 to ${MOST}`;
  const shape = OUTPUTS.find((known) => known === output);
  if (!shape) return `--output '${output}' is none: ${OUTPUTS.join(', ')}`;
  return {
    search: { kinds: kind as readonly RetainedKind[] | undefined, project, since: from, until: to, id, object, text },
    limit: Number(limit),
    output: shape,
  };
}

const NO_MOMENT = 'is no time: 2026-11-30, 2026-11-30T08:00:00Z, or how long ago, as 90s, 15m, 12h or 7d';
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Null: it is none. Without a zone it is UTC. */
function momentOf(text: string | undefined, now: number): string | undefined | null {
  if (text === undefined) return undefined;
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (unit !== '') return new Date(now - Number(count) * (UNITS[unit] ?? 0)).toISOString();
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return null;
  const parsed = Date.parse(/T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}
