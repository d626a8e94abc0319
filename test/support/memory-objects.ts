import type { Objects } from '../../lib/platform/archive/objects.ts';

/** A place for objects that is gone with the test. */
export function memoryObjects(): Objects & { readonly all: Map<string, Uint8Array> } {
  const all = new Map<string, Uint8Array>();
  return {
    all,
    place: 'memory',
    async put(name, bytes) {
      if (all.has(name)) return 'there';
      all.set(name, bytes);
      return 'new';
    },
    get: async (name) => all.get(name),
    async *list(prefix) {
      for (const name of [...all.keys()]) if (name.startsWith(prefix)) yield name;
    },
  };
}
