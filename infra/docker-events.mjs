// Docker's events, told to Coppice, so that a container that dies is known to be dead without anybody asking.
//
// The local service follows its own engines by itself. Beside any other engine, run it as a program:
//
//     COPPICE_URL=https://... NOTIFICATION_KEY=... COPPICE_PROJECT=... node infra/docker-events.mjs
//
// It needs nothing but Node, and may be stopped and started at any time: who has ended by then it tells when it begins. An engine that dies takes its memory of
// events along, so when it is back the containers are counted instead.
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const USUAL_SOCKET = 'unix:///var/run/docker.sock';
const USUAL_PORT = 2376;
/** Seconds. What Coppice heeds is no older. */
const LONGEST_MEMORY = 240;
const LONGEST_PAUSE = 15_000;
const OURS = { label: ['coppice.installation'] };
/** `start` is no news, but says who there is. */
const ACTIONS = ['start', 'die', 'oom', 'kill', 'destroy', 'health_status'];
const FILTERS = { type: ['container'], event: ACTIONS, ...OURS };
/** Not one that is being made, or that the engine is starting again. */
const OVER = new Set(['exited', 'dead']);

/** The engines that DOCKER_HOST names, comma separated. */
export const hostsIn = (text = '') =>
  text
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');

/** Those, or the machine's own where there is one. */
export function localEngines({ DOCKER_HOST } = process.env) {
  const named = hostsIn(DOCKER_HOST);
  return named.length > 0 || !existsSync(new URL(USUAL_SOCKET).pathname) ? named : [USUAL_SOCKET];
}

function requestTo(host, certPath, target) {
  const url = new URL(host);
  if (url.protocol === 'unix:') return [http, { socketPath: url.pathname, path: target }];
  const at = { host: url.hostname, port: Number(url.port || USUAL_PORT), path: target };
  if (!certPath) return [http, at];
  const read = (file) => readFileSync(path.join(certPath, file));
  return [https, { ...at, ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') }];
}

/** All containers that carry marks of ours, running or not. */
function listContainers({ host, certPath, signal }) {
  const query = new URLSearchParams({ all: 'true', filters: JSON.stringify(OURS) });
  const [client, options] = requestTo(host, certPath, `/containers/json?${query}`);
  return new Promise((resolve, reject) => {
    const request = client.get({ ...options, signal }, async (response) => {
      try {
        const parts = await response.setEncoding('utf8').toArray();
        if (response.statusCode !== 200) throw new Error(`${host} answered ${response.statusCode}`);
        resolve(JSON.parse(parts.join('')));
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
  });
}

/** Remembers who there is, and tells what must have happened where nobody heard it: as the events that were missed. */
function census(onEvent) {
  let known = new Map();
  const tell = (Action, ID, Attributes) =>
    onEvent({ Type: 'container', Action, Actor: { ID, Attributes }, time: Math.floor(Date.now() / 1000) });
  return {
    heed({ Action, Actor: { ID, Attributes } }) {
      if (Action === 'start') known.set(ID, Attributes);
      if (Action === 'destroy') known.delete(ID);
    },
    take(containers) {
      const now = new Map(containers.map(({ Id, Labels }) => [Id, Labels ?? {}]));
      for (const [id, labels] of known) if (!now.has(id)) tell('destroy', id, labels);
      for (const { Id, Labels, State, Status } of containers) {
        const [, exitCode] = /^Exited \((\d+)\)/.exec(Status) ?? [];
        if (OVER.has(State)) tell('die', Id, { ...Labels, ...(exitCode !== undefined && { exitCode }) });
      }
      known = now;
    },
  };
}

/** One stretch of events, until the engine or the signal ends it. @param since seconds, from when on they are told again */
function listen({ host, certPath, since, signal, onEvent, onOpen }) {
  const query = new URLSearchParams({ filters: JSON.stringify(FILTERS), ...(since && { since: String(since) }) });
  const [client, options] = requestTo(host, certPath, `/events?${query}`);
  return new Promise((resolve, reject) => {
    const request = client.get({ ...options, signal }, (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        reject(new Error(`${host} answered ${response.statusCode}`));
        return;
      }
      onOpen();
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line.trim() !== '') onEvent(JSON.parse(line));
      });
      response.on('end', resolve);
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

/**
 * Follows an engine for ever: a connection that ends is made again, and what happened meanwhile is told then. What is not known to have happened may be told again.
 *
 * @returns how to stop
 */
export function followDocker({ host, certPath, onEvent, warn }) {
  const stop = new AbortController();
  void (async () => {
    const there = census(onEvent);
    let last;
    let silent = false;
    for (let pause = 500; !stop.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const remembered = last && Math.max(last, Date.now() / 1000 - LONGEST_MEMORY);
      const heed = (event) => {
        last = event.timeNano ? event.timeNano / 1e9 : event.time;
        there.heed(event);
        if (event.Action !== 'start') onEvent(event);
      };
      // Events are heard by then, so whoever ends while the others are counted is not missed.
      const opened = () => {
        pause = 250;
        silent = false;
        void listContainers({ host, certPath, signal: stop.signal }).then(there.take, (error) => stop.signal.aborted || warn(error));
      };
      await listen({ host, certPath, since: remembered, signal: stop.signal, onEvent: heed, onOpen: opened }).catch((error) => {
        if (!stop.signal.aborted && !silent) warn(error);
        silent = true;
      });
      await sleep(pause, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return () => stop.abort();
}

/** Posts an event, signed. Tries a few times: the service may be starting. */
async function post({ url, key, project }, event, warn) {
  const body = JSON.stringify(event);
  for (const pause of [1_000, 5_000, 15_000, undefined]) {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
    const headers = {
      'Content-Type': 'application/json',
      'X-Coppice-Timestamp': timestamp,
      'X-Coppice-Signature': `sha256=${signature}`,
      ...(project && { 'X-Coppice-Project': project }),
    };
    try {
      const answer = await fetch(`${url}/v1/notifications/docker`, { method: 'POST', headers, body });
      if (answer.status < 500) {
        if (!answer.ok) warn(new Error(`${url} answered ${answer.status}: ${await answer.text()}`));
        return;
      }
    } catch (error) {
      warn(error);
    }
    if (pause) await sleep(pause);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { COPPICE_URL: url, NOTIFICATION_KEY: key, COPPICE_PROJECT: project, DOCKER_HOST, DOCKER_CERT_PATH: certPath } = process.env;
  if (!url || !key) {
    console.error('COPPICE_URL and NOTIFICATION_KEY say where to and with what to sign.');
    process.exit(2);
  }
  const warn = (error) => console.error(String(error?.message ?? error));
  const hosts = hostsIn(DOCKER_HOST);
  for (const host of hosts.length > 0 ? hosts : [USUAL_SOCKET])
    followDocker({ host, certPath, warn, onEvent: (event) => void post({ url: url.replace(/\/$/, ''), key, project }, event, warn) });
}
