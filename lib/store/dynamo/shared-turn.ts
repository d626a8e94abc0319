/**
 * Lets those who ask for the same thing in the same turn of the event loop share one answer. It is asked for only once the turn is over,
 * so whoever shares it sees all that was committed before they asked.
 */
export class SharedTurn {
  private readonly asked = new Map<string, Promise<unknown>>();

  share<T>(what: string, ask: () => Promise<T>): Promise<T> {
    // The name says what is asked for, kind and all, so whoever shares an answer asked for its type.
    const shared = this.asked.get(what) as Promise<T> | undefined;
    if (shared) return shared;
    const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.asked.delete(what);
      return ask();
    });
    this.asked.set(what, answer);
    return answer;
  }
}
