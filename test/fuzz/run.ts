import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { drawFor } from './draw.ts';
import { whatIsWrong } from './judge.ts';
import { operationsOf, UNDESCRIBED } from './operations.ts';
import { type Drawn, drawRequest } from './request.ts';
import { type Answer, sender, written } from './send.ts';
import { shrunk } from './shrink.ts';
import { schemasOf } from './values.ts';
import { makeWorld } from './world.ts';

export type Options = {
  readonly base: string;
  readonly password: string;
  readonly seed: number;
  readonly requests: number;
  /** The first of them: one request of a seed alone is `{ from: n, requests: 1 }`. */
  readonly from?: number;
  readonly concurrency?: number;
  readonly told?: (line: string) => void;
};
export type Failure = { readonly index: number; readonly wrong: string; readonly command: string; readonly answer: string };
export type Figures = {
  readonly requests: number;
  readonly operations: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Longer than a second, and how long the longest took. Time is told, and nothing is judged by it. */
  readonly slow: number;
  readonly slowest: string;
  readonly failures: readonly Failure[];
};

const SLOW = 1_000;
const TIDY_EVERY = 1_000;
const MOST_FAILURES = 20;

/** Asks a running service so many things that nobody would, and says what was wrong with its answers. */
export async function fuzz({ base, password, seed, requests, from = 0, concurrency = 8, told = () => {} }: Options): Promise<Figures> {
  const document = (await (await fetch(`${base}/openapi.json`)).json()) as JsonObject;
  const schemas = schemasOf(document);
  const operations = [...operationsOf(document, schemas), ...UNDESCRIBED];
  const world = await makeWorld(base, password);
  const { send, close } = sender(base, world);
  const statuses: Record<string, number> = {};
  const failures: Failure[] = [];
  const kinds = new Set<string>();
  let slow = 0;
  let slowest = { ms: 0, what: '' };

  const look = async (drawn: Drawn): Promise<{ readonly answer: Answer; readonly wrong: string | undefined }> => {
    const answer = await send(drawn);
    return { answer, wrong: whatIsWrong(drawn, answer, world, schemas) };
  };
  async function one(index: number): Promise<void> {
    const drawn = drawRequest(drawFor(seed, index), operations, schemas);
    const { answer, wrong } = await look(drawn);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.ms > SLOW) slow++;
    if (answer.ms > slowest.ms) slowest = { ms: answer.ms, what: `${drawn.operation.method} ${drawn.operation.path}, request ${index}` };
    const kind = `${drawn.operation.method} ${drawn.operation.path}: ${wrong}`;
    if (wrong === undefined || kinds.has(kind) || failures.length >= MOST_FAILURES) return;
    kinds.add(kind);
    const least = await shrunk(drawn, async (smaller) => (await look(smaller)).wrong === wrong);
    const failure = { index, wrong, command: commandOf(base, least, world), answer: answer.text.slice(0, 500) };
    failures.push(failure);
    told(`${wrong}\n  again: npm run fuzz -- --seed ${seed} --from ${index} --requests 1\n  ${failure.command}\n  ${failure.answer}`);
  }

  for (let done = 0; done < requests; done += TIDY_EVERY) {
    const end = Math.min(requests, done + TIDY_EVERY);
    let next = done;
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        while (next < end) await one(from + next++);
      }),
    );
    await world.tidy();
    told(`${end} of ${requests}`);
  }
  close();
  return { requests, operations: operations.length, statuses, slow, slowest: `${Math.round(slowest.ms)} ms: ${slowest.what}`, failures };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** For whoever wants to see it again. Tokens are left to them. */
function commandOf(base: string, drawn: Drawn, world: Parameters<typeof written>[1]): string {
  const { method, path, headers, body } = written(drawn, world);
  const said = Object.entries(headers).filter(([name]) => name !== 'content-length');
  const shown = said.map(
    ([name, value]) => `-H ${name === 'x-auth-token' ? `"X-Auth-Token: $TOKEN_${drawn.role.toUpperCase()}"` : quoted(`${name}: ${value}`)}`,
  );
  return [
    `curl -sS -X ${method}`,
    ...shown,
    ...(body ? [`-d ${quoted(body.length > 4_000 ? `${body.slice(0, 4_000)}…` : body)}`] : []),
    quoted(base + path),
  ].join(' ');
}
