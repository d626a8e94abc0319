import type { Entropy } from '../domain/kernel/ids.ts';

/** Chance, from a source nobody can predict. */
export interface Random {
  /** What `makeId` is made from. */
  entropy(): Entropy;

  /** 256 bits as 64 hexadecimal digits: no header, URL or YAML needs them escaped, and no shell command takes them for an option. */
  secret(): string;
}
