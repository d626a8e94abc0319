import type { Action } from './action.ts';

/** A list of node ids from an action's inputs; empty when there is none. */
export function idsIn({ inputs }: Action, key: string): string[] {
  const value = inputs[key];
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];
}
