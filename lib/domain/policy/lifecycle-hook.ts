import { freeMap, integer, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { definePolicyKind } from './policy-type.ts';

/** AWS's bounds: no wait is longer than two days, whatever its heartbeats. */
export const LONGEST_WAIT = 172_800;

/** As the secrets of subscriptions are. */
const SHORTEST_SECRET = 16;
const LONGEST_SECRET = 256;

const schema = {
  transition: string('On which way a node waits: into service, once its resource is up, or out of it, before its resource is removed.', {
    required: true,
    values: ['LAUNCHING', 'TERMINATING'],
  }),
  timeout: integer(
    'Number of seconds after which the default result applies when nobody completes the hook. A heartbeat starts them anew.',
    {
      default: 3_600,
    },
  ),
  max_wait: integer(
    `Number of seconds a node waits at most, whatever the heartbeats. The default is a hundred timeouts, and never more than ${LONGEST_WAIT}.`,
  ),
  default_result: string(
    'What happens when nobody completes the hook. A node whose launch is abandoned is removed; one that leaves goes on.',
    {
      default: 'ABANDON',
      values: ['CONTINUE', 'ABANDON'],
    },
  ),
  target: map(
    'Who is told that a node waits: a queue, a topic or a URL. Without one, whoever follows events, and the token is no secret.',
    {
      queue: string('Name, URL or ARN of the SQS queue that gets the message.'),
      topic: string('ARN of the SNS topic that gets the message.'),
      url: string('URL to which the message is posted as JSON.'),
      secret: string(
        `What messages to the URL are signed with, ${SHORTEST_SECRET} to ${LONGEST_SECRET} characters. It is kept sealed and never shown again.`,
        { secret: 'sealed' },
      ),
    },
  ),
  metadata: freeMap('Anything: it goes along with the message.', { default: {} }),
} satisfies SpecSchema;

/** Holds a node on its way into or out of service until somebody says that it may go on. */
export const lifecycleHook = definePolicyKind({
  name: 'coppice.policy.lifecycle_hook',
  beyondSenlin: ['1.0'],
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2026.11' }] },
  priority: 450,
  // One for each thing that has to be done on the way.
  singleton: false,
  appliesTo: 'any',
  className: 'LifecycleHookPolicy',
  schema,

  *complaints({ timeout, max_wait, target }) {
    yield timeout < 1 || timeout > LONGEST_WAIT ? `the 'timeout' must be between 1 and ${LONGEST_WAIT}` : undefined;
    yield max_wait !== undefined && (max_wait < timeout || max_wait > LONGEST_WAIT)
      ? `the 'max_wait' must be between the 'timeout' and ${LONGEST_WAIT}`
      : undefined;
    if (target === undefined) return;
    yield* aboutTarget('target', target);
    const { secret, url = '' } = target;
    yield secret !== undefined && url === '' ? "the 'secret' of 'target' signs what goes to a 'url', and there is none" : undefined;
    // What is shown in place of a secret is too short to be taken for one.
    yield typeof secret === 'string' && (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET)
      ? `the 'secret' of 'target' must have ${SHORTEST_SECRET} to ${LONGEST_SECRET} characters`
      : undefined;
  },
});

type Places = { readonly queue?: string; readonly url?: string; readonly topic?: string };

/** Exactly one place, and one that can be meant. */
export function* aboutTarget(item: string, { queue = '', url = '', topic = '' }: Places): Generator<string | undefined> {
  const given = [queue, url, topic].filter((one) => one !== '').length;
  yield given === 0 ? `the '${item}' must have a 'queue', a 'topic' or a 'url'` : undefined;
  yield given > 1 ? `the '${item}' must have one of 'queue', 'topic' and 'url'` : undefined;
  yield url !== '' && !/^https?:\/\/[^\s/]+/.test(url) ? `the 'url' of '${item}' must begin with http:// or https://` : undefined;
  yield queue !== '' && !QUEUE.test(queue) ? `the 'queue' of '${item}' must be the name, the URL or the ARN of a queue` : undefined;
  yield topic !== '' && !TOPIC.test(topic) ? `the 'topic' of '${item}' must be the ARN of a topic` : undefined;
}

const QUEUE = /^(?:https?:\/\/\S+\/|arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:)?[A-Za-z0-9_-]{1,80}(?:\.fifo)?$/;
const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;
