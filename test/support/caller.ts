import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type Json } from '../../lib/domain/kernel/json.ts';
import { type Login, logIn } from './log-in.ts';

export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: Json | undefined };

/** What a service shows of a thing, as far as tests look: none has all of this, and a test knows what it asked for. */
export type Shown = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly status_reason: string;
  readonly desired_capacity: number;
  readonly nodes: readonly string[];
  readonly physical_id: string;
  readonly cluster_id: string;
  readonly action: string;
  readonly target: string;
};

const FINAL = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** Somebody who uses a running service by HTTP, at the newest microversion that Senlin had, or another. */
export class Caller {
  readonly #base: string;
  readonly #login: Login;
  readonly #version: string;
  #token: Promise<string> | undefined;

  constructor(base: string, login: Login, version = '1.14') {
    this.#base = base;
    this.#login = login;
    this.#version = version;
  }

  async ask(method: string, path: string, json?: Json): Promise<Reply> {
    this.#token ??= logIn(this.#base, this.#login);
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        'X-Auth-Token': await this.#token,
        'OpenStack-API-Version': `clustering ${this.#version}`,
        Accept: 'application/json',
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  /** Something that has to be there. */
  async show(path: string): Promise<Shown> {
    return opened(insist(await this.ask('GET', path), 200)) as Shown;
  }

  async list(path: string): Promise<readonly Shown[]> {
    return opened(insist(await this.ask('GET', path), 200)) as readonly Shown[];
  }

  /** Has something made that is there at once. */
  async make(path: string, json: Json): Promise<Shown> {
    return opened(insist(await this.ask('POST', path, json), 201)) as Shown;
  }

  /** Files an action. @returns its id */
  async file(method: string, path: string, json?: Json): Promise<string> {
    const { headers } = insist(await this.ask(method, path, json), 202);
    return headers.get('Location')?.split('/actions/')[1] ?? '';
  }

  /** Files an action and waits until it has succeeded. */
  async do(method: string, path: string, json?: Json): Promise<Shown> {
    const action = await this.finish(await this.file(method, path, json));
    if (action.status !== 'SUCCEEDED') throw new Error(`${method} ${path}: ${action.status}: ${action.status_reason}`);
    return action;
  }

  /** Waits until an action has ended, however; the test's own time limit is the only clock. */
  async finish(id: string): Promise<Shown> {
    for (;;) {
      const action = await this.show(`/v1/actions/${id}`);
      if (FINAL.includes(action.status)) return action;
      await sleep(20);
    }
  }
}

function insist(reply: Reply, status: number): Reply {
  if (reply.status !== status) throw new Error(`${reply.status} instead of ${status}: ${reply.text}`);
  return reply;
}

/** What is in the envelope: an answer has one key. */
const opened = ({ json }: Reply): Json | undefined => (isJsonObject(json) ? Object.values(json)[0] : undefined);

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
