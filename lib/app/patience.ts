import type { Patience } from '../ports/patience.ts';

/** By the clock of the machine: what is used where nothing else is given. */
export const byTheClock: Patience = async (answer, milliseconds) => {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([answer, silent]);
  } finally {
    clearTimeout(timer);
  }
};
