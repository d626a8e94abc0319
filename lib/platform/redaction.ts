import type { Json } from '../domain/kernel/json.ts';
import { type Hidden, hiddenBy, hide, hideIn } from '../domain/secret/hiding.ts';
import { writingsOf } from '../domain/secret/writings.ts';
import type { Redaction } from '../ports/redaction.ts';

/** All writings of all secrets together: a process is not to grow for ever, and what was not used for so long is not said any more. */
const MOST_CHARACTERS = 8_000_000;

type Known = { readonly project: string; readonly writings: readonly string[]; readonly size: number };

/** In the memory of this process, the least recently used forgotten first. */
export function memoryRedaction(most = MOST_CHARACTERS): Redaction {
  const known = new Map<string, Known>();
  let size = 0;
  /** Made when first asked for, by project; under no project, of all. */
  const made = new Map<string | undefined, Hidden>();

  function forget(): void {
    for (const [key, { size: freed }] of known) {
      if (size <= most || known.size === 1) return;
      known.delete(key);
      size -= freed;
      made.clear();
    }
  }

  function hidden(project: string | undefined): Hidden {
    const ready = made.get(project);
    if (ready) return ready;
    const own = [...known.values()].filter((one) => project === undefined || one.project === project);
    const fresh = hiddenBy(own.flatMap(({ writings }) => writings));
    made.set(project, fresh);
    return fresh;
  }

  return {
    learn(project, value) {
      const key = `${project} ${value}`;
      const before = known.get(key);
      known.delete(key);
      const writings = before?.writings ?? writingsOf(value);
      const one = before ?? { project, writings, size: writings.reduce((sum, { length }) => sum + length, 0) };
      known.set(key, one);
      if (before) return;
      size += one.size;
      made.clear();
      forget();
    },
    text: (project, text) => hide(text, hidden(project)),
    json: <T extends Json>(project: string, value: T): T => {
      const index = hidden(project);
      // Texts stay texts, and whatever holds them keeps its shape.
      return index.size === 0 ? value : (hideIn(value, index) as T);
    },
    line: (text) => hide(text, hidden(undefined)),
  };
}
