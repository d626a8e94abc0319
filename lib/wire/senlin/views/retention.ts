import type { SeenRetention } from '../../../app/operator/show-retention.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { RETAINED_KINDS } from '../../../domain/retention/rule.ts';
import { documentSchema, integer, listOf, maybe, oneOf, string, time } from './document-schema.ts';
import { utc } from './times.ts';

export const retentionView = ({ rules, archive, runs }: SeenRetention): JsonObject => ({
  archive,
  rules: rules.map((rule) => ({
    name: rule.name,
    kind: rule.kind,
    projects: rule.projects ?? null,
    max_age: rule.maxAge ?? null,
    max_count: rule.maxCount ?? null,
    per: rule.per ?? null,
    keep_failed: rule.keepFailed ?? null,
    disposition: rule.disposition,
  })),
  runs: runs.map(({ startedAt, endedAt, outcome, kinds, faults }) => ({
    started_at: utc(startedAt),
    ended_at: utc(endedAt),
    outcome,
    kinds,
    faults,
  })),
});

const tidied: JsonObject = documentSchema({ archived: integer, expired: integer, held: integer });

const ruleSchema: JsonObject = documentSchema({
  name: string,
  kind: oneOf(RETAINED_KINDS),
  projects: maybe(listOf(string)),
  max_age: maybe(integer),
  max_count: maybe(integer),
  per: maybe(oneOf(['project', 'object'])),
  keep_failed: { anyOf: [integer, oneOf(['forever']), { type: 'null' }], description: 'Seconds.' },
  disposition: oneOf(['delete', 'archive', 'keep']),
});

export const retentionSchema: JsonObject = documentSchema({
  archive: { ...maybe(string), description: 'Where archives go.' },
  rules: { ...listOf(ruleSchema), description: 'The first that is about a kind and a project holds.' },
  runs: {
    ...listOf(
      documentSchema({
        started_at: time,
        ended_at: time,
        outcome: oneOf(['done', 'unfinished', 'refused']),
        kinds: { type: 'object', additionalProperties: tidied },
        faults: listOf(documentSchema({ code: string, message: string })),
      }),
    ),
    description: 'The last 24, newest first.',
  },
});
