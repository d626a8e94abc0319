/** A worker that was killed: it says and writes nothing any more. */
export class Killed extends Error {
  override readonly name = 'Killed';
  /** Deaths are many, and where they happen is in the log: the text of a stack would cost more than all the rest of a death. */
  override readonly stack = 'Killed';
}

/** The table had a bad moment: an error nobody promised would not come. */
export class Unlucky extends Error {
  override readonly name = 'Unlucky';
  override readonly stack = 'Unlucky';
}

const PASSING = new Set(['Killed', 'Unlucky']);
/** After dozens of conflicts in a row a worker gives up, and its message comes again: promised, and no mistake. */
const RACES = /lost \d+ races in a row/;

/** Whether something thrown is what befalls a worker, and not a mistake of the service. */
export const isMisfortune = ({ name, message }: { readonly name: string; readonly message: string }): boolean =>
  PASSING.has(name) || RACES.test(message);
