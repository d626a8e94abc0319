import { CLUSTER_ACTIONS, NODE_ACTIONS } from '../../../domain/action/action.ts';
import { EVENT_LEVELS, EVENT_OBJECTS, EVENT_STATUSES } from '../../../domain/event/event.ts';
import { EVENT_TYPES, type EventType } from '../../../domain/event/event-types.ts';
import { MOST_ATTEMPTS } from '../../../domain/subscription/delivery.ts';
import type { Filters } from '../../../domain/subscription/filters.ts';
import { TARGET_TYPES, type Target } from '../../../domain/subscription/subscription.ts';
import { change, creation } from '../fields/body-shape.ts';
import { lengthy, nested, someOf, within } from '../fields/choices.ts';
import { optional, required, type Values } from '../fields/field.ts';
import { name, oneOf } from '../fields/scalars.ts';
import { type Malformed, malformed } from '../reply.ts';

const TYPES = Object.keys(EVENT_TYPES) as readonly EventType[];

const target = {
  type: required(oneOf(TARGET_TYPES), 'Where the events go.'),
  url: optional(lengthy(1, 2_048), 'Of a `webhook`: a public address, https or http.'),
  queue: optional(lengthy(1, 512), 'Of `sqs`: the ARN of the queue.'),
  topic: optional(lengthy(1, 512), 'Of `sns`: the ARN of the topic.'),
  bus: optional(lengthy(1, 512), 'Of `eventbridge`: the ARN of the bus.'),
};
const filters = {
  action: optional(someOf([...CLUSTER_ACTIONS, ...NODE_ACTIONS]), 'Names of actions.'),
  cluster: optional(someOf(), "Clusters by name, id or short id: their own events and their nodes'."),
  level: optional(oneOf(EVENT_LEVELS), 'This level, or a graver one.'),
  oid: optional(someOf(), 'Ids of clusters or nodes.'),
  otype: optional(someOf(EVENT_OBJECTS), 'What the event is about.'),
  status: optional(someOf(EVENT_STATUSES), 'Where in an action it happened.'),
  type: optional(someOf(TYPES), 'What the event tells of.'),
};

const FILTERS = 'Only events that pass all of these; every event, if not said.';
const SECRET = 'What deliveries to a webhook are signed with.';
const tries = within(1, MOST_ATTEMPTS);
const secret = lengthy(16, 256);

export const newSubscription = creation(
  'subscription',
  {
    name: required(name, 'Need not be unique.'),
    target: required(nested(target), 'Where to.'),
    filters: optional(nested(filters), FILTERS),
    secret: optional(secret, `${SECRET} One is made, and shown once, if none is given.`),
    max_attempts: optional(tries, 'How often an event is tried before it is given up; 10, if not said.'),
    from: optional(within(1, Number.MAX_SAFE_INTEGER), 'The first position wanted; what happens from now on, if not said.'),
  },
  { name: 'pager', target: { type: 'webhook', url: 'https://example.com/hook' }, filters: { level: 'ERROR', cluster: ['web'] } },
);

export const subscriptionChange = change(
  'subscription',
  {
    name: optional(name, 'Another name.'),
    filters: optional(nested(filters), 'Instead of those before.'),
    secret: optional(secret, SECRET),
    max_attempts: optional(tries, 'How often an event is tried before it is given up.'),
  },
  { filters: { level: 'WARN' } },
);

const MEMBER = { webhook: 'url', sqs: 'queue', sns: 'topic', eventbridge: 'bus' } as const;

/** The one member that the type has, and no other. */
export function targetFrom({ type, ...members }: Values<typeof target>): Target | Malformed {
  const wanted = MEMBER[type];
  const value = members[wanted];
  if (value === undefined) return malformed(`'${wanted}' is a required property of a target of type '${type}'`);
  const odd = Object.entries(members).find(([member, text]) => member !== wanted && text !== undefined);
  if (odd) return malformed(`A target of type '${type}' has no '${odd[0]}'`);
  return { type, [wanted]: value } as Target;
}

export function filtersFrom(asked: Values<typeof filters> | undefined): Filters | undefined {
  if (!asked) return undefined;
  const { action, cluster, level, oid, otype, status, type } = asked;
  return {
    ...(action && { actions: action }),
    ...(cluster && { clusters: cluster }),
    ...(level && { level }),
    ...(oid && { objects: oid }),
    ...(otype && { objectTypes: otype }),
    ...(status && { statuses: status }),
    ...(type && { types: type }),
  };
}
