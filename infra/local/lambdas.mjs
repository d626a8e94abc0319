// The Lambdas, run in this process: loaded once, called directly.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Lambda from 'serverless-offline/lambda';
import { Refusal } from './refusal.mjs';

class Timeout extends Error {
  constructor(name, seconds) {
    super(`[504] ${name} did not answer within ${seconds} s`);
  }
}

/** As the runtime of Lambda has it. */
globalThis.awslambda ??= {};
Object.assign(globalThis.awslambda, {
  streamifyResponse: (handler) => handler,
  HttpResponseStream: {
    from(out, prelude) {
      out.emit('prelude', prelude);
      return out;
    },
  },
});

export class Lambdas {
  #handlers = new Map();
  #running = 0;

  constructor(service, root) {
    this.service = service;
    this.root = root;
  }

  /** Imports every function, once the environment is complete. A function that cannot be imported stops the start, not the first request. */
  async load() {
    await Promise.all(
      this.service.getAllFunctions().map(async (key) => {
        const {
          name,
          handler,
          timeout = this.service.provider.timeout,
          memorySize = this.service.provider.memorySize,
        } = this.service.getFunction(key);
        const dot = handler.lastIndexOf('.');
        const module = await import(pathToFileURL(path.resolve(this.root, `${handler.slice(0, dot)}.js`)).href);
        const run = module[handler.slice(dot + 1)];
        if (typeof run !== 'function') throw new Refusal(`${handler} of function ${key} is not a function.`);
        this.#handlers.set(key, { run, name, timeout, memorySize });
      }),
    );
  }

  /** Calls a function as Lambda does: one event in, one answer out, within its timeout. */
  async invoke(key, event) {
    const { run, name, timeout, memorySize } = this.#handlers.get(key);
    const deadline = Date.now() + timeout * 1000;
    const context = {
      awsRequestId: randomUUID(),
      functionName: name,
      functionVersion: '$LATEST',
      memoryLimitInMB: String(memorySize),
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    let timer;
    this.#running++;
    try {
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Timeout(name, timeout)), timeout * 1000);
      });
      return await Promise.race([run(event, context), late]);
    } finally {
      clearTimeout(timer);
      this.#running--;
    }
  }

  /** Calls a function that answers bit by bit. @param out gets a `prelude` event, with status and headers, before the first bit */
  stream(key, event, out) {
    const { run, name, timeout } = this.#handlers.get(key);
    const deadline = Date.now() + timeout * 1000;
    return run(event, out, { awsRequestId: randomUUID(), functionName: name, getRemainingTimeInMillis: () => deadline - Date.now() });
  }

  /** Gives what is running a moment to end. */
  async drain(milliseconds) {
    for (const end = Date.now() + milliseconds; this.#running > 0 && Date.now() < end; ) await sleep(10);
  }

  /**
   * Makes serverless-offline's gateway and schedules call the functions here. Its own way looks the module up on disk, rewrites
   * process.env (LD_LIBRARY_PATH too, which every child process would inherit) and leaves a timer behind, all for every call;
   * and it opens a port on which anybody may invoke any function.
   */
  serveOffline() {
    const lambdas = this;
    Object.assign(Lambda.prototype, {
      start: async () => {},
      stop: async () => {},
      cleanup: async () => {},
      get(key) {
        let event;
        return {
          setEvent: (given) => {
            // It reads bodies that are JSON, and hands on as they are those that come to nothing: 0, false. A gateway hands on text.
            const { body } = given;
            event = body === null || body === undefined || typeof body === 'string' ? given : { ...given, body: JSON.stringify(body) };
          },
          runHandler: () => lambdas.invoke(key, event),
        };
      },
    });
  }
}
