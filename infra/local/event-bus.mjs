// EventBridge's PutEvents, and the rules that carry events to functions.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { matches } from './event-pattern.mjs';
import { HOST } from './ports.mjs';

const RETRY_AFTER = [1000, 2000];

const nameOfBus = (bus, template) =>
  bus?.Ref
    ? template.nameOf(bus.Ref)
    : String(bus ?? 'default')
        .split('/')
        .at(-1);

const rulesOf = (service, template) =>
  service
    .getAllFunctions()
    .flatMap((key) =>
      (service.getFunction(key).events ?? []).flatMap(({ eventBridge: rule }) =>
        rule?.pattern ? [{ key, pattern: rule.pattern, bus: nameOfBus(rule.eventBus, template) }] : [],
      ),
    );

const toEvent = (entry, region) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': entry.DetailType,
  source: entry.Source,
  account: '000000000000',
  time: new Date(entry.Time ? entry.Time * 1000 : Date.now()).toISOString(),
  region,
  resources: entry.Resources ?? [],
  detail: JSON.parse(entry.Detail ?? '{}'),
});

/** An asynchronous invocation, tried again twice as Lambda does. */
async function deliver(invoke, key, event, warn) {
  for (const pause of [...RETRY_AFTER, undefined]) {
    try {
      return await invoke(key, event);
    } catch (error) {
      warn(error);
      if (pause) await sleep(pause);
    }
  }
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

export async function startEventBus({ service, template, invoke, warn }) {
  const rules = rulesOf(service, template);

  function put(entry) {
    try {
      const event = toEvent(entry, template.region);
      const bus = nameOfBus(entry.EventBusName, template);
      for (const rule of rules) if (rule.bus === bus && matches(rule.pattern, event)) void deliver(invoke, rule.key, event, warn);
      return { EventId: event.id };
    } catch {
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    }
  }

  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    try {
      const { Entries: entries = [] } = await bodyOf(request);
      if (operation !== 'PutEvents') {
        response.statusCode = 400;
        return response.end(JSON.stringify({ __type: 'UnknownOperationException', message: `${operation} is not served here` }));
      }
      const answers = entries.map(put);
      response.end(JSON.stringify({ Entries: answers, FailedEntryCount: answers.filter((answer) => answer.ErrorCode).length }));
    } catch {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: 'SerializationException' }));
    }
  }).listen(0, HOST);
  await once(server, 'listening');

  return {
    put,
    endpoint: `http://${HOST}:${server.address().port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
