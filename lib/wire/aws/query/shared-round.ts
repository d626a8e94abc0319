/**
 * Lets those who ask the same question while it is being answered share the answer to the next asking of it. Nobody is given one that was begun before
 * they asked: whoever shares it sees all that was committed until then, their own changes too.
 */
export class SharedRound {
  private readonly rounds = new Map<string, { readonly running: Promise<unknown>; next: Promise<unknown> | undefined }>();

  /** @param question all that the answer depends on, who asks included */
  share<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const round = this.rounds.get(question);
    if (!round) return this.run(question, ask);
    // Whether that one failed or not.
    const begin = () => this.run(question, ask);
    round.next ??= round.running.then(begin, begin);
    return round.next as Promise<T>;
  }

  private run<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const running = ask();
    const round = { running, next: undefined };
    this.rounds.set(question, round);
    const over = () => {
      if (this.rounds.get(question) === round && !round.next) this.rounds.delete(question);
    };
    running.then(over, over);
    return running;
  }
}
