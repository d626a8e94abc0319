import { createInterface } from 'node:readline';
import { addAbortSignal, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import type { Engine } from './client.ts';
import { imageMissing } from './faults.ts';

/** No image takes longer; an engine that says nothing for so long is given up. */
const LONGEST_MS = 20 * 60_000;

export type Pulls = {
  /** Sees to it that the image is being pulled. A fault when that was tried and came to nothing; asking again tries again. */
  readonly pull: (engine: Engine, image: string) => Fault | undefined;
};

/**
 * Pulls images in the background, each once at a time. An engine pulls only as long as somebody listens, so the listening must
 * outlive the call that began it. A worker that is killed takes its pulls along; whoever asks next begins anew, and the layers that had
 * arrived are there.
 */
export function pullsInBackground(): Pulls {
  const running = new Map<string, { fault: Fault | undefined; over: boolean }>();
  return {
    pull(engine, image) {
      const key = `${engine.name} ${image}`;
      const known = running.get(key);
      if (known?.over) {
        running.delete(key);
        return known.fault;
      }
      if (known) return undefined;
      const state = { fault: undefined as Fault | undefined, over: false };
      running.set(key, state);
      void engine
        .ask(AbortSignal.timeout(LONGEST_MS), Last, (docker, signal) => listen(docker, image, signal))
        .then((reply) => {
          state.over = true;
          if (reply.kind === 'fault') state.fault = reply.fault;
          else if (reply.kind === 'refused') state.fault = imageMissing(engine, image, true);
          else if (reply.value.error !== undefined)
            state.fault = permanent('docker.image.not-found', `the image '${image}' could not be pulled: ${reply.value.error}`);
        });
      return undefined;
    },
  };
}

const Last = z.object({ error: z.string().optional() });

/**
 * Listens to the end; the engine reports failure in the last line of a stream that began well. A line that is no JSON ends it: the client
 * library's own listening would throw there, in a callback of the socket, and take the process along.
 */
async function listen(docker: Docker, image: string, abortSignal: AbortSignal): Promise<unknown> {
  // Without a tag, every tag would be pulled.
  const reference = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  const stream = await docker.pull(reference, { abortSignal });
  let failure: unknown = {};
  try {
    for await (const line of createInterface({ input: addAbortSignal(abortSignal, stream as Readable) })) {
      const said: unknown = line.trim() === '' ? null : JSON.parse(line);
      if (typeof said === 'object' && said !== null && 'error' in said) failure = said;
    }
  } catch (broken) {
    return { error: broken instanceof Error ? broken.message : 'the engine hung up' };
  }
  return failure;
}
