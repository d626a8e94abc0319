// The queues of the template, in this process. They are empty after a restart, as hints may be: what is owed is in the table.
import { buildApp } from 'fauxqs';
import { nextOf } from './fair-turns.mjs';
import { HOST } from './ports.mjs';

// Its queues are reached as objects, so that receiving costs a function call and no HTTP. The package does not export them: it is pinned.
const { SqsStore } = await import(new URL('./sqs/sqsStore.js', import.meta.resolve('fauxqs')).href);

const attributesOf = ({ RedrivePolicy: redrive, QueueName: _, ...rest }, template) => ({
  ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)])),
  ...(redrive && {
    RedrivePolicy: JSON.stringify({
      maxReceiveCount: redrive.maxReceiveCount,
      deadLetterTargetArn: template.queueArn(template.queueNameOf(redrive.deadLetterTargetArn)),
    }),
  }),
});

/** @returns {Promise<{ endpoint: string, queue: (name: string) => object, receive: (queue: object, count: number) => object[], stop: () => Promise<void> }>} */
export async function startQueues(template) {
  const store = new SqsStore();
  // Addresses of queues made later are where they were asked for, not names below `localhost` that many machines cannot resolve.
  store.host = '';
  const app = buildApp({ logger: false, stores: { sqsStore: store } });
  const endpoint = await app.listen({ port: 0, host: HOST });
  for (const { name, properties } of template.ofType('AWS::SQS::Queue')) {
    const url = template.queueUrl(name, endpoint);
    store.createQueue(name, url, template.queueArn(name), attributesOf(properties, template));
    template.queueUrls.set(name, url);
  }
  return {
    endpoint,
    queue: (name) => store.getQueueByName(name),
    receive: (queue, count) => {
      queue.processTimers();
      const underway = [...queue.inflightMessages.values()].map(({ message }) => message);
      const next = nextOf(queue.messages, underway, count);
      const chosen = new Set(next);
      queue.messages = [...next, ...queue.messages.filter((message) => !chosen.has(message))];
      return next.length > 0 ? queue.dequeue(next.length, undefined, (arn) => store.getQueueByArn(arn)) : [];
    },
    wakeAll: () => store.shutdown(),
    stop: () => app.close(),
  };
}
