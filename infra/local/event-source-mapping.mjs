// From a queue to its function, as Lambda's event source mappings do it: batches, a bound on how many at once, and only what failed comes back.
import { setTimeout as sleep } from 'node:timers/promises';

const LONG_POLL = 20;

const toAttribute = ({ StringValue, BinaryValue, DataType }) => ({
  stringValue: StringValue,
  binaryValue: BinaryValue,
  dataType: DataType,
});

function toRecord(queue, region, message) {
  const { sentTimestamp, approximateReceiveCount, approximateFirstReceiveTimestamp } = queue.inflightMessages.get(
    message.ReceiptHandle,
  ).message;
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    md5OfBody: message.MD5OfBody,
    attributes: {
      SentTimestamp: String(sentTimestamp),
      ApproximateReceiveCount: String(approximateReceiveCount),
      ApproximateFirstReceiveTimestamp: String(approximateFirstReceiveTimestamp),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, toAttribute(value)]),
    ),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}

/** What the function gave back to be tried again; everything when it threw, or answered nonsense. */
async function failuresOf(invoke, Records, partial, warn) {
  const all = Records.map((record) => record.messageId);
  try {
    const answer = await invoke({ Records });
    if (!partial) return new Set();
    const named = (answer?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
    return new Set(named.every((id) => all.includes(id)) ? named : all);
  } catch (error) {
    warn(error);
    return new Set(all);
  }
}

/**
 * @param {object} options
 * @param options.queue what messages come from @param options.receive takes up to so many of them
 * @param options.invoke the function @param options.mapping the `sqs` event of serverless.yml
 * @returns how to stop taking messages
 */
export function mapQueue({ queue, receive, invoke, mapping, region, warn }) {
  const { batchSize = 10, maximumBatchingWindow = 0, maximumConcurrency = 5, functionResponseType } = mapping;
  const partial = functionResponseType === 'ReportBatchItemFailures';
  let running = 0;
  let stopped = false;
  let release = () => {};

  async function gather() {
    const batch = receive(queue, batchSize);
    const end = Date.now() + maximumBatchingWindow * 1000;
    while (batch.length > 0 && batch.length < batchSize) {
      const more = receive(queue, batchSize - batch.length);
      if (more.length > 0) batch.push(...more);
      else if (Date.now() >= end || stopped || queue.messages.length > 0) break;
      else await queue.waitForMessages((end - Date.now()) / 1000);
    }
    return batch;
  }

  async function work(batch) {
    const failed = await failuresOf(
      invoke,
      batch.map((message) => toRecord(queue, region, message)),
      partial,
      warn,
    );
    // What failed stays in flight until its visibility timeout, and goes to the dead letters after enough of those. Until then nobody works on it.
    for (const { MessageId, ReceiptHandle } of batch) {
      const kept = failed.has(MessageId) && queue.inflightMessages.get(ReceiptHandle);
      if (kept) kept.message.turn.rests = true;
      else queue.deleteMessage(ReceiptHandle);
    }
  }

  async function loop() {
    while (!stopped) {
      if (running >= maximumConcurrency) {
        await new Promise((resolve) => {
          release = resolve;
        });
        continue;
      }
      const batch = await gather();
      if (batch.length === 0) {
        // Those that are there may wait for others of their project to be done.
        const done = new Promise((resolve) => {
          release = resolve;
        });
        await Promise.race([queue.waitForMessages(LONG_POLL), done]);
        continue;
      }
      running++;
      void work(batch).finally(() => {
        running--;
        release();
      });
    }
  }

  const run = () =>
    loop().catch(async (error) => {
      warn(error);
      await sleep(500);
      if (!stopped) run();
    });
  run();
  return () => {
    stopped = true;
  };
}
