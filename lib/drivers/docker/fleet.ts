import type { Fault } from '../../domain/kernel/fault.ts';
import { mix } from '../../domain/kernel/ids.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Engine } from './client.ts';
import { noEngine, unknownEngine } from './faults.ts';

/** The engines of the configuration, and which of them has what. */
export type Fleet = {
  readonly all: readonly Engine[];
  /**
   * The engine that is to have the resource of a token: the one that its zone names where there are several to choose from, else it follows
   * from the token alone, since a memory is stored only after the create.
   */
  readonly of: (token: string, placement?: JsonObject) => Engine | Fault;
  /** The engine that a memory names; undefined when it names none. */
  readonly remembered: (memory: JsonObject) => Engine | Fault | undefined;
};

/** Every token prefers the engines in an order of its own. Adding an engine takes tokens only to the new one. */
export const fleetOf = (all: readonly Engine[]): Fleet => ({
  all,
  of(token, { zone } = {}) {
    if (all.length > 1 && typeof zone === 'string') return all.find((engine) => engine.name === zone) ?? unknownEngine(zone);
    const [first] = [...all].sort((a, b) => weight(b, token) - weight(a, token));
    return first ?? noEngine();
  },
  remembered({ engine: name }) {
    if (typeof name !== 'string') return undefined;
    return all.find((engine) => engine.name === name) ?? unknownEngine(name);
  },
});

const weight = (engine: Engine, token: string): number => mix(`${token}@${engine.name}`, 0x85ebca6b);
