import type { TriggerWebhook } from '../../../app/receivers/trigger-webhook.ts';
import { isJsonObject, type JsonObject } from '../../../domain/kernel/json.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { inputNames } from '../ask.ts';
import { optional, readFields } from '../fields/field.ts';
import { freeForm } from '../fields/free-form.ts';
import { v1 } from '../microversion.ts';
import { malformed, type Outcome } from '../reply.ts';
import { type Asked, param, type Route } from '../route.ts';
import { filed } from '../verb.ts';
import { KEY_PARAMETER } from '../views/receiver.ts';
import { filedSchema } from './cluster-work.ts';

/** Of the first protocol. */
const inParams = { params: optional(freeForm, 'What the action is told.') };

/** Where alarms call. Needs no token: what the URL carries is enough. */
export const webhookRoutes = (trigger: TriggerWebhook): readonly Route[] => [
  {
    method: 'POST',
    path: '/webhooks/{receiver_id}/trigger',
    id: 'triggerWebhook',
    summary:
      'Do what a webhook stands for. The body may set what the receiver lets callers set; what means nothing to the action is passed over.',
    open: true,
    query: [
      {
        name: 'V',
        description: 'The protocol: 2, or 1 for a body of `{"params": {}}` below microversion 1.10.',
        schema: { type: 'string' },
      },
      { name: KEY_PARAMETER, description: 'The secret.', schema: { type: 'string' } },
    ],
    body: { schema: { type: 'object', additionalProperties: true }, example: { count: 2 }, optional: true },
    answer: { status: 202, schema: filedSchema, location: true },
    run: (asked) => run(trigger, asked),
  },
];

async function run(trigger: TriggerWebhook, asked: Asked): Promise<Outcome> {
  const query = new URLSearchParams(asked.query);
  const protocol = query.getAll('V').at(-1);
  if (!protocol) return { kind: 'page', status: 400, explanation: 'V query parameter is required in webhook trigger URL' };
  const given = readGiven(asked.body, protocol, asked.version);
  if (given.kind !== 'ok') return given;
  const { headers, body } = asked.request;
  const key = query.getAll(KEY_PARAMETER).at(-1);
  return filed(await trigger({ id: param(asked), key, given: given.value, headers, body }, inputNames));
}

function readGiven(body: JsonObject | undefined, protocol: string, version: Microversion) {
  const whole = { kind: 'ok', value: body ?? {} } as const;
  if (!body || protocol !== '1' || isAtLeast(version, v1(10))) return whole;
  const read = readFields(inParams, body, version);
  if (read.kind === 'malformed') return read;
  return isJsonObject(read.value.params) || read.value.params === undefined
    ? ({ kind: 'ok', value: read.value.params ?? {} } as const)
    : malformed("'params' is not of type 'object'");
}
