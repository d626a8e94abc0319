import type { Entropy } from '../domain/kernel/ids.ts';

/** Chance, from a source nobody can predict. */
export interface Random {
  /** What `makeId` is made from. */
  entropy(): Entropy;

  /** 256 bits as 43 characters that need no escaping in a header, a URL or YAML. For tokens and passwords. */
  secret(): string;
}
