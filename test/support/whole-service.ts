import { cpSync } from 'node:fs';
import path from 'node:path';
import { Caller } from './caller.ts';
import { freePort, launch, makeScratch, type Scratch, type Service } from './scratch-service.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const PASSWORD = 'correct horse';

const PROJECTS = { demo: 'demo', reader: 'demo', alt: 'alt', admin: 'admin' } as const;
export type User = keyof typeof PROJECTS;

/** Up, or what it said instead. */
async function launched(dir: string, env: Readonly<Record<string, string>>): Promise<Service> {
  const service = await launch(dir, env);
  if (!service.output().includes('Coppice is ready:')) throw new Error(`The service did not start:\n${service.output()}`);
  return service;
}

/** The service as users run it, from a copy of its own. It can be killed and started again, where it was and with what it had. */
export class WholeService {
  readonly #scratch: Scratch;
  readonly #env: Readonly<Record<string, string>>;
  readonly url: string;
  #service: Service;

  private constructor(scratch: Scratch, env: Readonly<Record<string, string>>, service: Service) {
    this.#scratch = scratch;
    this.#env = env;
    this.#service = service;
    this.url = service.url;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<WholeService> {
    const scratch = makeScratch({});
    for (const part of ['lib', 'tsconfig.json']) cpSync(path.join(ROOT, part), path.join(scratch.dir, part), { recursive: true });
    const env = { COPPICE_PASSWORD: PASSWORD, PORT: String(await freePort()), ...settings };
    return new WholeService(scratch, env, await launched(scratch.dir, env));
  }

  /** Where it keeps its state, `clouds.yaml` among it. */
  get home(): string {
    return this.#scratch.home;
  }

  get pid(): number {
    return this.#service.pid;
  }

  get output(): string {
    return this.#service.output();
  }

  as(user: User, version?: string): Caller {
    return new Caller(this.url, { user, project: PROJECTS[user], password: PASSWORD }, version);
  }

  /** Gone, with all that it had in memory, and nothing tidied up. */
  async kill(): Promise<void> {
    this.#service.kill('SIGKILL');
    await this.#service.ended;
  }

  async startAgain(): Promise<void> {
    this.#service = await launched(this.#scratch.dir, this.#env);
  }

  /** Stops it and forgets everything. */
  async remove(): Promise<void> {
    this.#service.kill('SIGTERM');
    await this.#service.ended;
    this.#scratch.remove();
  }
}
