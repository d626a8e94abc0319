/**
 * Shares an expensive look among all who want one at the same time. Whoever asks gets a look that began after asking: while one
 * runs, all further ones share the next.
 */
export function oneAtATime<T>(look: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    next ??= (async () => {
      await running.catch(() => undefined);
      const current = look();
      running = current;
      next = undefined;
      return current;
    })();
    return next;
  };
}
