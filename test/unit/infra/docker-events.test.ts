import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

type Event = { readonly Action: string; readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> } };
type Follow = (to: { host: string; onEvent: (event: Event) => void; warn: (error: unknown) => void }) => () => void;
const { followDocker } = (await import(path.resolve(import.meta.dirname, '../../../infra/docker-events.mjs'))) as {
  readonly followDocker: Follow;
};

const home = await mkdtemp(path.join(tmpdir(), 'coppice-events-'));
afterAll(() => rm(home, { recursive: true }));

const labels = (node: string) => ({ 'coppice.installation': 'here', 'coppice.node': node });
const running = (id: string) => ({ Id: id, Labels: labels(id), State: 'running', Status: 'Up 2 minutes' });
const ended = (id: string, code = 137) => ({ Id: id, Labels: labels(id), State: 'exited', Status: `Exited (${code}) 3 seconds ago` });

/** An engine that tells what it is made to tell, and whose connections end when it dies. */
async function engine() {
  const path_ = path.join(home, 'engine.sock');
  let listeners: ServerResponse[] = [];
  let containers: readonly object[] = [];
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.url?.startsWith('/containers/json')) response.end(JSON.stringify(containers));
    else {
      response.flushHeaders();
      listeners.push(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(path_, resolve));
  return {
    host: `unix://${path_}`,
    has: (...some: readonly object[]) => {
      containers = some;
    },
    tell: (Action: string, ID: string) => {
      const event = { Type: 'container', Action, Actor: { ID, Attributes: labels(ID) }, time: 1 };
      for (const listener of listeners) listener.write(`${JSON.stringify(event)}\n`);
    },
    isHeard: () => listeners.length > 0,
    die: () => {
      for (const listener of listeners) listener.end();
      listeners = [];
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('who ended or went while nobody listened is told of when somebody does', async () => {
  const docker = await engine();
  const heard: Event[] = [];
  const told = () => heard.map(({ Action, Actor: { ID, Attributes } }) => [Action, ID, Attributes['coppice.node'], Attributes.exitCode]);
  docker.has(running('a'), running('b'), ended('c', 1), { ...running('d'), State: 'created', Status: 'Created' });
  const stop = followDocker({ host: docker.host, onEvent: (event) => heard.push(event), warn: () => {} });

  // Before it was listened to at all.
  await until(() => heard.length > 0);
  expect(told()).toEqual([['die', 'c', 'c', '1']]);
  // A start is no news, and makes it known.
  docker.tell('start', 'e');
  docker.tell('oom', 'b');
  await until(() => heard.length > 1);
  expect(told()[1]).toEqual(['oom', 'b', 'b', undefined]);

  docker.has(running('a'), ended('b'));
  docker.die();
  await until(() => heard.length >= 6);
  expect(told().slice(2)).toEqual([
    ['destroy', 'c', 'c', undefined],
    ['destroy', 'd', 'd', undefined],
    ['destroy', 'e', 'e', undefined],
    ['die', 'b', 'b', '137'],
  ]);

  // Once.
  docker.has(running('a'));
  docker.tell('destroy', 'b');
  await until(() => heard.length >= 7);
  docker.die();
  await until(docker.isHeard);
  docker.tell('kill', 'a');
  await until(() => heard.length >= 8);
  expect(told().slice(6)).toEqual([
    ['destroy', 'b', 'b', undefined],
    ['kill', 'a', 'a', undefined],
  ]);
  stop();
  docker.close();
});
