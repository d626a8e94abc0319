/**
 * Lets at most so many at a time do their work; the others wait in line. Whoever's signal is aborted while waiting leaves the line.
 */
export function turns(most: number) {
  let free = most;
  const line: (() => void)[] = [];

  function wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.splice(line.indexOf(enter), 1);
        reject(signal.reason);
      };
      line.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    // A turn is handed from hand to hand: whoever comes between must not take it from those in line.
    if (free > 0) free -= 1;
    else await wait(signal);
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else free += 1;
    }
  };
}
