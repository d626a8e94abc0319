import type { Clustering } from '../../../app/clustering.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { HIGHEST_LIMIT, LIMITS, type LimitName, type Limits, spoken, UNLIMITED } from '../../../domain/quota/limits.ts';
import { HIGHEST_COST, inMillionths, isCountable } from '../../../domain/quota/price.ts';
import { change } from '../fields/body-shape.ts';
import { type FieldType, optional, read, reprOf } from '../fields/field.ts';
import { v1 } from '../microversion.ts';
import { malformed, nothing, type Outcome, ok } from '../reply.ts';
import { type Asked, param, type Route, replied, takes } from '../route.ts';
import { soleMember } from '../verb.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { quotaSchema, quotaView } from '../views/quota.ts';

const limit: FieldType<number> = {
  convert: (value, field) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= UNLIMITED && value <= HIGHEST_LIMIT;
    return fits
      ? read(value + 0)
      : malformed(`The value for ${field} must be an integer from ${UNLIMITED}, which is no limit, to ${HIGHEST_LIMIT}: ${reprOf(value)}.`);
  },
  types: ['integer'],
  schema: { minimum: UNLIMITED, maximum: HIGHEST_LIMIT },
};

const money: FieldType<number> = {
  convert: (value, field) => {
    if (value === UNLIMITED) return read(UNLIMITED);
    return typeof value === 'number' && isCountable(value)
      ? read(inMillionths(value))
      : malformed(
          `The value for ${field} must be ${UNLIMITED}, which is no limit, or a number from 0 to ${HIGHEST_COST} with six decimals at most: ${reprOf(value)}.`,
        );
  },
  types: ['number'],
  schema: { minimum: UNLIMITED, maximum: HIGHEST_COST },
};

const described = (name: LimitName): string =>
  name === 'cost_per_hour'
    ? "What nodes may cost an hour at the operator's prices; -1 is no limit."
    : `How many ${spoken(name)} there may be; -1 is no limit.`;
const fields = Object.fromEntries(LIMITS.map((name) => [name, optional(name === 'cost_per_hour' ? money : limit, described(name))])) as {
  readonly [name in LimitName]: ReturnType<typeof optional<number>>;
};
const limits = change('quota', fields, { clusters: 20, nodes: 500, nodes_per_cluster: 100 });

const one = enveloped('quota', quotaSchema);

/** What projects may have, and what they have. Everybody sees the own project's; the rest is for administrators. */
export const quotaRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/quotas',
    id: 'listQuotas',
    summary: "List every project's quotas, with what is in use; of who is no administrator, the own project's.",
    since: v1(15),
    answer: { status: 200, schema: enveloped('quotas', listOf(quotaSchema)) },
    run: async ({ caller }) => replied(await clustering.listQuotas(caller), ({ quotas }) => ok({ quotas: quotas.map(quotaView) })),
  },
  {
    method: 'GET',
    path: '/quotas/{project_id}',
    id: 'showQuota',
    summary: "Show a project's quotas, with what is in use. Others than the own are for administrators.",
    since: v1(15),
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showQuota(asked.caller, param(asked)), ({ quota }) => ({
        ...ok({ quota: quotaView(quota) }),
        version: quota.usage.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/quotas/{project_id}',
    id: 'updateQuota',
    summary: 'Change some limits of a project. Administrators only. Below what is in use, a limit refuses growth and nothing else.',
    since: v1(15),
    answer: { status: 200, schema: one },
    ...takes(limits, async (asked, given) => {
      const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Limits>;
      if (Object.keys(set).length === 0) return malformed('No limit is given.');
      return replied(await clustering.updateQuota(asked.caller, param(asked), set), ({ quota }) => ok({ quota: quotaView(quota) }));
    }),
  },
  {
    method: 'DELETE',
    path: '/quotas/{project_id}',
    id: 'resetQuota',
    summary: "Go back to the installation's limits for a project. Administrators only.",
    since: v1(15),
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.resetQuota(asked.caller, param(asked)), () => nothing),
  },
  {
    method: 'POST',
    path: '/quotas/{project_id}/actions',
    id: 'actOnQuota',
    summary: 'Count afresh what a project has, and put right what was counted wrongly. Administrators only.',
    since: v1(15),
    body: {
      schema: { type: 'object', properties: { recount: { type: 'object' } }, required: ['recount'], additionalProperties: false },
      example: { recount: {} },
    },
    answer: { status: 200, schema: one },
    run: (asked) => act(clustering, asked),
  },
];

const words = { none: 'No action specified', many: 'Multiple actions specified', notMap: 'The data provided is not a map' };

async function act(clustering: Clustering, asked: Asked): Promise<Outcome> {
  const member = soleMember(asked.body, words);
  if (member.kind === 'malformed') return member;
  const { key, value } = member.value;
  if (key !== 'recount') return malformed(`Unrecognized action '${key}' specified`);
  if (!isJsonObject(value)) return malformed(words.notMap);
  return replied(await clustering.recountQuota(asked.caller, param(asked)), ({ quota }) => ok({ quota: quotaView(quota) }));
}
