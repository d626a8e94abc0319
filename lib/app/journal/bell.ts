/** Tells those who wait in this process that a project's journal has gone on. Whoever writes elsewhere is not heard: nobody may wait for it alone. */
export class Bell {
  private readonly waiting = new Map<string, Set<() => void>>();

  ring(project: string): void {
    for (const wake of this.waiting.get(project) ?? []) wake();
  }

  /** Until it rings, or so many milliseconds. */
  async wait(project: string, milliseconds: number): Promise<void> {
    const waiting = this.waiting.get(project) ?? new Set();
    this.waiting.set(project, waiting);
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        if (waiting.size === 0) this.waiting.delete(project);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      waiting.add(done);
    });
  }
}

/** One per process: who writes and who waits may be different functions. */
export const bell = new Bell();
