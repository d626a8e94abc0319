/** How the parts of one process tell each other that somebody's access has ended, so that no memory outlives it. */
export interface Revocations {
  announce(): void;
  /** Whatever was remembered about tokens must be forgotten before `listener` returns. */
  onRevoked(listener: () => void): void;
}
