import type { Clustering } from '../../../app/clustering.ts';
import { isJsonObject } from '../../../domain/kernel/json.ts';
import { someOf, within } from '../fields/choices.ts';
import { optional, readFields, required } from '../fields/field.ts';
import { objectSchema } from '../fields/json-schema.ts';
import { malformed, type Outcome, ok } from '../reply.ts';
import { type Asked, param, type Route, replied } from '../route.ts';
import { soleMember } from '../verb.ts';
import { subscriptionView } from '../views/subscription.ts';

const replay = { from: required(within(1, Number.MAX_SAFE_INTEGER), 'The first position to deliver once more.') };
const redeliver = { letters: optional(someOf(), 'Ids of dead letters; all of them, if not said.') };
const WAYS = { pause: {}, resume: {}, replay, redeliver } as const;

/** One of these, alone in a body. */
export const steering: NonNullable<Route['body']> = {
  schema: {
    oneOf: Object.entries(WAYS).map(([way, fields]) => ({
      type: 'object',
      properties: { [way]: objectSchema(fields) },
      required: [way],
      additionalProperties: false,
    })),
  },
  example: { replay: { from: 1 } },
};

const words = { none: 'No action specified', many: 'Multiple actions specified', notMap: 'The data provided is not a map' };

export async function steer(clustering: Clustering, asked: Asked): Promise<Outcome> {
  const member = soleMember(asked.body, words);
  if (member.kind === 'malformed') return member;
  const { key, value } = member.value;
  if (!Object.hasOwn(WAYS, key)) return malformed(`Unrecognized action '${key}' specified`);
  if (!isJsonObject(value)) return malformed(words.notMap);
  const read = readFields(WAYS[key as keyof typeof WAYS], value, asked.version);
  if (read.kind === 'malformed') return read;
  return replied(await ask(clustering, asked, key as keyof typeof WAYS, read.value), ({ subscription }) =>
    ok({ subscription: subscriptionView(subscription) }),
  );
}

function ask(clustering: Clustering, asked: Asked, way: keyof typeof WAYS, values: object) {
  const { caller } = asked;
  const text = param(asked);
  switch (way) {
    case 'pause':
      return clustering.pauseSubscription(caller, text);
    case 'resume':
      return clustering.resumeSubscription(caller, text);
    case 'replay':
      return clustering.replaySubscription(caller, text, values as { readonly from: number });
    case 'redeliver':
      return clustering.redeliverLetters(caller, text, values as { readonly letters?: readonly string[] });
  }
}
