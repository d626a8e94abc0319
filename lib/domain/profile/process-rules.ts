import type { JsonObject } from '../kernel/json.ts';
import { isSecretRef } from '../secret/reference.ts';
import { shown } from '../spec/scalar.ts';

// What is true of every process, on this machine or in a container. Each answers a complaint, or undefined.

/** The signals of POSIX, without the obsolescent SIGPOLL, which not every system that we run on has. */
export const SIGNALS = [
  ...(['SIGABRT', 'SIGALRM', 'SIGBUS', 'SIGCHLD', 'SIGCONT', 'SIGFPE', 'SIGHUP', 'SIGILL', 'SIGINT', 'SIGKILL'] as const),
  ...(['SIGPIPE', 'SIGPROF', 'SIGQUIT', 'SIGSEGV', 'SIGSTOP', 'SIGSYS', 'SIGTERM', 'SIGTRAP', 'SIGTSTP', 'SIGTTIN'] as const),
  ...(['SIGTTOU', 'SIGURG', 'SIGUSR1', 'SIGUSR2', 'SIGVTALRM', 'SIGXCPU', 'SIGXFSZ'] as const),
] as const;

/** The longest a process is given to end by itself, in seconds. */
export const LONGEST_STOP = 3600;

/** What no operating system lets through: it ends the text where the kernel reads it. */
const hasNul = (text: string): boolean => text.includes('\0');

export function badArguments(item: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return `The '${item}' must have at least one word`;
  if (words[0] === '') return `The first word of '${item}' must not be empty`;
  return words.some(hasNul) ? `The '${item}' must not contain the character NUL` : undefined;
}

export function badVariables(item: string, variables: JsonObject): string | undefined {
  for (const [name, value] of Object.entries(variables)) {
    if (name === '' || name.includes('=') || hasNul(name)) return `'${shown(name)}' in '${item}' cannot be the name of a variable`;
    if (isSecretRef(value)) continue;
    if (typeof value !== 'string') return `The value of '${shown(name)}' in '${item}' must be a string`;
    if (hasNul(value)) return `The value of '${shown(name)}' in '${item}' must not contain the character NUL`;
  }
  return undefined;
}

export const badPath = (item: string, path: string): string | undefined =>
  path.startsWith('/') && !hasNul(path) ? undefined : `The '${item}' must be an absolute path`;

export const outside = (item: string, value: number | undefined, least: number, most: number): string | undefined =>
  value === undefined || (value >= least && value <= most) ? undefined : `The '${item}' must be between ${least} and ${most}`;

export const below = (item: string, value: number | undefined, least: number): string | undefined =>
  value === undefined || value >= least ? undefined : `The '${item}' must be at least ${least}`;
