import { z } from 'zod';
import { seconds } from '../kernel/time.ts';
import { DEFAULT_RULES, GONE_BY_THEMSELVES, RETAINED_KINDS, type Rule } from './rule.ts';

const LONGEST = 3_153_600_000;
const Age = z.int().min(0).max(LONGEST).transform(seconds);

const RuleText = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'is 1 to 64 letters, digits, dots, dashes and underscores')
      .optional(),
    kind: z.enum(RETAINED_KINDS),
    projects: z.array(z.string().min(1).max(255)).min(1).optional(),
    max_age: Age.optional(),
    max_count: z.int().min(0).optional(),
    per: z.enum(['project', 'object']).optional(),
    keep_failed: z.union([Age, z.literal('forever')], { error: 'is a number of seconds or "forever"' }).optional(),
    disposition: z.enum(['delete', 'archive', 'keep']),
  })
  .superRefine((rule, context) => {
    const complain = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const limits = ['max_age', 'max_count', 'keep_failed', 'per'] as const;
    const said = limits.filter((field) => rule[field] !== undefined);
    if (GONE_BY_THEMSELVES.includes(rule.kind)) {
      for (const field of said) complain(field, `says nothing of kind ${rule.kind}, which goes by itself`);
      if (rule.disposition === 'keep') complain('disposition', `is "archive" or "delete" for kind ${rule.kind}, which goes by itself`);
      return;
    }
    if (rule.kind === 'letter' && rule.keep_failed !== undefined)
      complain('keep_failed', 'says nothing of dead letters: all of them failed');
    if (rule.per !== undefined && rule.max_count === undefined) complain('per', 'goes with max_count');
    if (rule.disposition === 'keep') for (const field of said) complain(field, 'says nothing of what is kept');
    else if (rule.max_age === undefined && rule.max_count === undefined) complain('max_age', 'or max_count has to say when it goes');
  });

const RulesText = z.strictObject({ rules: z.array(RuleText).max(100) });

export type ReadRules =
  | { readonly kind: 'ok'; readonly rules: readonly Rule[] }
  | { readonly kind: 'bad'; readonly complaints: readonly string[] };

/** An operator's rules before the defaults, which hold for what they leave open. @param json as it was parsed */
export function readRules(json: unknown): ReadRules {
  const read = parseRules(json);
  return read.kind === 'ok' ? { kind: 'ok', rules: [...read.rules, ...DEFAULT_RULES] } : read;
}

/** The rules alone. */
export function parseRules(json: unknown): ReadRules {
  const read = RulesText.safeParse(json);
  if (!read.success) return { kind: 'bad', complaints: read.error.issues.map((issue) => complaintOf(json, issue)) };
  const rules = read.data.rules.map(
    ({ name, kind, projects, max_age, max_count, per, keep_failed, disposition }, i): Rule => ({
      name: name ?? `${kind}-${i + 1}`,
      kind,
      ...(projects && { projects }),
      ...(max_age !== undefined && { maxAge: max_age }),
      ...(max_count !== undefined && { maxCount: max_count, per: per ?? 'project' }),
      ...(keep_failed !== undefined && { keepFailed: keep_failed }),
      disposition,
    }),
  );
  const twice = rules.find(({ name }, i) => rules.findIndex((other) => other.name === name) !== i);
  if (twice) return { kind: 'bad', complaints: [`rules: two are called "${twice.name}"`] };
  return { kind: 'ok', rules };
}

/** Names the rule as its writer does, and the field. */
export function complaintOf(json: unknown, { path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>): string {
  const [, index, ...field] = path;
  if (typeof index !== 'number') return [path.join('.'), message].filter(Boolean).join(': ');
  const named = z.object({ rules: z.array(z.object({ name: z.string().optional() }).catch({})) }).safeParse(json);
  const name = named.success ? named.data.rules[index]?.name : undefined;
  return `rule ${index + 1}${name === undefined ? '' : ` "${name.slice(0, 64)}"`}${field.length > 0 ? `: ${field.join('.')}` : ''}: ${message}`;
}
