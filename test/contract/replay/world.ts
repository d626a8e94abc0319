import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type Json } from '../../../lib/domain/kernel/json.ts';
import { logIn } from '../../support/log-in.ts';
import type { Caller } from './exchange.ts';

export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: Json | undefined };
export type Request = {
  readonly as: Caller | null;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
};

/** Who the recorded callers are here. */
const CLOUDS: Readonly<Record<Caller, { readonly user: string; readonly project: string }>> = {
  demo: { user: 'demo', project: 'demo' },
  other: { user: 'alt', project: 'alt' },
  alt: { user: 'alt', project: 'alt' },
  reader: { user: 'reader', project: 'demo' },
  admin: { user: 'admin', project: 'admin' },
};
const FINAL = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** A running service, and what the things of the recording are called in it. */
export class World {
  readonly #base: string;
  readonly #password: string;
  readonly #tokens = new Map<Caller, Promise<string>>();
  readonly #ours = new Map<string, string>();

  constructor(base: string, password: string) {
    this.#base = base.replace(/\/$/, '');
    this.#password = password;
    this.learn('http://127.0.0.1:8790', this.#base);
  }

  /** From now on the second is meant where the recording says the first. */
  learn(recorded: string, ours: string): void {
    this.#ours.set(recorded, ours);
  }

  knows(recorded: string): boolean {
    return this.#ours.has(recorded);
  }

  /** A recorded text as it would read here. Names of actions hold the first part of an id. */
  ours(text: string): string {
    let translated = text;
    for (const [recorded, ours] of this.#ours) {
      translated = translated.replaceAll(recorded, ours);
      if (/^[0-9a-f]{8}-/.test(recorded)) translated = translated.replaceAll(recorded.slice(0, 8), ours.slice(0, 8));
    }
    return translated;
  }

  async send({ as, method, url, headers = {}, body }: Request): Promise<Answer> {
    const sent: Record<string, string> = { ...headers };
    if (as && sent['X-Auth-Token'] === `$TOKEN(${as})`) sent['X-Auth-Token'] = await this.#token(as);
    const response = await fetch(this.#base + this.ours(url), {
      method,
      headers: sent,
      ...(body !== undefined && { body: this.ours(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  /** Waits until an action has ended; the test's own time limit is the only clock. */
  async finish(actionId: string): Promise<void> {
    for (;;) {
      const { json, text } = await this.ask('GET', `/v1/actions/${actionId}`);
      const action = isJsonObject(json) ? json.action : undefined;
      if (!isJsonObject(action)) throw new Error(`action ${actionId}: ${text}`);
      if (FINAL.includes(String(action.status))) return;
      await sleep(20);
    }
  }

  /** A request that was not recorded. */
  ask(method: string, url: string, json?: Json): Promise<Answer> {
    const headers = {
      'X-Auth-Token': '$TOKEN(demo)',
      Accept: 'application/json',
      'OpenStack-API-Version': 'clustering 1.14',
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
    };
    return this.send({ as: 'demo', method, url, headers, body: json === undefined ? undefined : JSON.stringify(json) });
  }

  #token(as: Caller): Promise<string> {
    const known = this.#tokens.get(as) ?? this.#login(as);
    this.#tokens.set(as, known);
    return known;
  }

  #login(as: Caller): Promise<string> {
    return logIn(this.#base, { ...CLOUDS[as], password: this.#password });
  }
}

/** The action that an answer says was filed. */
export const filedBy = ({ headers }: Answer): string | undefined => headers.get('Location')?.split('/actions/')[1];

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
