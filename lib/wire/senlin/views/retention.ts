import type { SeenRetention } from '../../../app/operator/show-retention.ts';
import type { ProjectRetention } from '../../../app/retention/retention-verbs.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { RETAINED_KINDS, type Rule } from '../../../domain/retention/rule.ts';
import { boolean, documentSchema, integer, listOf, maybe, oneOf, string, time } from './document-schema.ts';
import { utc } from './times.ts';

const ruleView = (rule: Rule): JsonObject => ({
  name: rule.name,
  kind: rule.kind,
  projects: rule.projects ?? null,
  max_age: rule.maxAge ?? null,
  max_count: rule.maxCount ?? null,
  per: rule.per ?? null,
  keep_failed: rule.keepFailed ?? null,
  disposition: rule.disposition,
});

export const projectRetentionView = ({ project, own, holding }: ProjectRetention): JsonObject => ({
  project_id: project,
  rules: own.map(ruleView),
  holding: holding.map((one) => ({ ...ruleView(one.rule), own: one.own })),
});

export const retentionView = ({ rules, archive, runs, projects }: SeenRetention): JsonObject => ({
  archive,
  rules: rules.map(ruleView),
  projects: projects.map((one) => ({ project_id: one.project, rules: one.rules.map(ruleView) })),
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

export const projectRetentionSchema: JsonObject = documentSchema({
  project_id: string,
  rules: { ...listOf(ruleSchema), description: 'The own ones.' },
  holding: {
    ...listOf({ ...ruleSchema, properties: { ...(ruleSchema.properties as JsonObject), own: boolean } }),
    description: 'What holds for each kind, be it the own rule or the installation’s.',
  },
});

export const retentionSchema: JsonObject = documentSchema({
  archive: { ...maybe(string), description: 'Where archives go.' },
  rules: { ...listOf(ruleSchema), description: 'The first that is about a kind and a project holds.' },
  projects: {
    ...listOf(documentSchema({ project_id: string, rules: listOf(ruleSchema) })),
    description: 'Those that have rules of their own, which hold before these.',
  },
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
