import type { Clustering } from '../../../app/clustering.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { ORPHAN_REASONS, ORPHAN_STATUSES } from '../../../domain/orphan/orphan.ts';
import { within } from '../fields/choices.ts';
import { optional, readFields, required } from '../fields/field.ts';
import { freeForm, pairs } from '../fields/free-form.ts';
import { objectSchema } from '../fields/json-schema.ts';
import { name, text } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { malformed, type Outcome, ok } from '../reply.ts';
import { type Asked, lists, param, type Route, replied } from '../route.ts';
import { soleMember } from '../verb.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { nodeSchema, nodeView } from '../views/node.ts';
import { orphanSchema, orphanView, sweepSchema, sweepView } from '../views/orphan.ts';

const OURS = v1(15);

const LIST: ListShape = {
  filters: {
    profile_type: { takes: 'many' },
    physical_id: { takes: 'many' },
    node_id: { takes: 'many' },
    reason: { takes: 'many', of: Object.keys(ORPHAN_REASONS) },
    status: { takes: 'many', of: ORPHAN_STATUSES },
  },
  sortKeys: ['profile_type', 'reason', 'status', 'found_at', 'remove_at'],
  paged: true,
};

const adopt = {
  name: optional(name, 'The name of the node.'),
  role: optional(text, 'What the node is for.'),
  metadata: optional(pairs, 'Pairs of your own.'),
  overrides: optional(freeForm, 'Properties of the profile that are not as they were found.'),
};
const proceed = { at_most: required(within(1, 1_000_000), 'How many the next sweep may remove; of more, it removes none.') };
const words = { none: 'No action specified', many: 'Multiple actions specified', notMap: 'The data provided is not a map' };

/** One of these, alone in a body. */
const bodyOf = (ways: Readonly<Record<string, Parameters<typeof objectSchema>[0]>>, example: object): NonNullable<Route['body']> => ({
  schema: {
    oneOf: Object.entries(ways).map(([way, fields]) => ({
      type: 'object',
      properties: { [way]: objectSchema(fields) },
      required: [way],
      additionalProperties: false,
    })),
  },
  example: { ...example },
});

/** What nobody remembers, and the sweeps that find it. @param now milliseconds since the epoch */
export const orphanRoutes = (clustering: Clustering, now: () => number): readonly Route[] => [
  {
    method: 'GET',
    path: '/orphans',
    id: 'listOrphans',
    summary:
      'List resources that bear our mark and that no node remembers. An administrator sees those of all projects, and those of which nobody can prove whose they are.',
    since: OURS,
    answer: { status: 200, schema: enveloped('orphans', listOf(orphanSchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listOrphans(caller, request), ({ orphans }) =>
        ok({ orphans: orphans.map((orphan) => orphanView({ orphan }, now())) }),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/orphans/{orphan_id}',
    id: 'showOrphan',
    summary: 'Show a resource that no node remembers.',
    since: OURS,
    answer: { status: 200, schema: enveloped('orphan', orphanSchema) },
    run: async (asked) =>
      replied(await clustering.showOrphan(asked.caller, param(asked)), (shown) => ({
        ...ok({ orphan: orphanView(shown, now()) }),
        version: shown.orphan.version,
      })),
  },
  {
    method: 'POST',
    path: '/orphans/{orphan_id}/actions',
    id: 'actOnOrphan',
    summary: 'Make a node of a resource that no node remembers, or remove it now.',
    since: OURS,
    body: bodyOf({ adopt, remove: {} }, { adopt: { name: 'found-1' } }),
    answer: { status: 200, schema: { oneOf: [enveloped('node', nodeSchema), enveloped('orphan', orphanSchema)] } },
    run: async (asked) => {
      const member = soleMember(asked.body, words);
      if (member.kind === 'malformed') return member;
      const { key, value } = member.value;
      if (!isJsonObject(value)) return malformed(words.notMap);
      if (key === 'adopt') return adoptIt(clustering, asked, value);
      if (key !== 'remove') return malformed(`Unrecognized action '${key}' specified`);
      const read = readFields({}, value, asked.version);
      if (read.kind === 'malformed') return read;
      return replied(await clustering.removeOrphan(asked.caller, param(asked)), (shown) => ok({ orphan: orphanView(shown, now()) }));
    },
  },
  {
    method: 'GET',
    path: '/sweeps',
    admins: true,
    id: 'listSweeps',
    summary: 'Show how the sweep of each profile type is going, and whether it has stopped. Administrators only.',
    since: OURS,
    answer: { status: 200, schema: enveloped('sweeps', listOf(sweepSchema)) },
    run: async ({ caller }) => replied(await clustering.listSweeps(caller, {}), ({ sweeps }) => ok({ sweeps: sweeps.map(sweepView) })),
  },
  {
    method: 'POST',
    path: '/sweeps/{profile_type}/actions',
    id: 'actOnSweep',
    summary: 'Let a sweep that has stopped remove so many resources at once. Administrators only.',
    since: OURS,
    body: bodyOf({ proceed }, { proceed: { at_most: 12 } }),
    answer: { status: 200, schema: enveloped('sweep', sweepSchema) },
    run: async (asked) => {
      const member = soleMember(asked.body, words);
      if (member.kind === 'malformed') return member;
      const { key, value } = member.value;
      if (key !== 'proceed') return malformed(`Unrecognized action '${key}' specified`);
      const read = readFields(proceed, value, asked.version);
      if (read.kind === 'malformed') return read;
      const answer = await clustering.proceedSweep(asked.caller, param(asked), { atMost: read.value.at_most });
      return replied(answer, ({ sweep }) => ok({ sweep: sweepView(sweep) }));
    },
  },
];

async function adoptIt(clustering: Clustering, asked: Asked, value: Parameters<typeof readFields>[1]): Promise<Outcome> {
  const read = readFields(adopt, value, asked.version);
  if (read.kind === 'malformed') return read;
  return replied(await clustering.adoptOrphan(asked.caller, param(asked), read.value), (named) =>
    ok({ node: nodeView(named, asked.version) }),
  );
}
