import type { Json } from '../domain/kernel/json.ts';

/** Remembers the secrets that this process was told, and takes them out of what it says. */
export interface Redaction {
  learn(project: string, value: string): void;
  /** Without the project's secrets, however they are written. Other projects' are nobody's business here: what is missing would tell that it was one. */
  text(project: string, text: string): string;
  json<T extends Json>(project: string, value: T): T;
  /** Without anybody's: for what only operators read. */
  line(text: string): string;
}
