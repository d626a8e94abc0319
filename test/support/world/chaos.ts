/**
 * A list of small numbers that fast-check draws and shrinks. Each is spent on one question ("crash here?", "which message next?");
 * once they run out the world is calm. Zero is the calm answer to every question, so that shrinking calms.
 */
export class Chaos {
  private next = 0;
  private held = false;

  constructor(private readonly draws: readonly number[]) {}

  get isOver(): boolean {
    return this.held || this.next >= this.draws.length;
  }

  /** Calm for as long as it is held. */
  hold(held: boolean): void {
    this.held = held;
  }

  /** One of the first `n` whole numbers. */
  roll(n: number): number {
    return n > 0 ? this.draw() % n : 0;
  }

  chance(oneIn: number): boolean {
    return this.draw() % oneIn === oneIn - 1;
  }

  private draw(): number {
    return this.held ? 0 : (this.draws[this.next++] ?? 0);
  }
}
