import { type Action, isOpen } from '../action/action.ts';
import type { Sighting } from '../documents.ts';
import { EVENT_LEVELS, type Event } from '../event/event.ts';
import { after, type Instant, seconds } from '../kernel/time.ts';
import type { Letter } from '../subscription/subscription.ts';
import { type Execution, isForgotten } from '../workflow/execution.ts';
import type { Tombstone } from './tombstone.ts';

/** Something that a rule may let go. */
export type Candidate = Sighting & {
  /** When it was over: what its age is counted from. */
  readonly at: Instant;
  /** What it is about: counted together, where a rule counts by object. */
  readonly object: string;
  readonly failed: boolean;
  /** Somebody still needs it: it goes another time. */
  readonly held: boolean;
  /** What goes with it, and before it: a crash half-way leaves what the rest is found by. */
  readonly along: readonly Sighting[];
};

const sight = ({ project, id, version }: Sighting): Sighting => ({ project, id, version });
const GRAVE = EVENT_LEVELS.indexOf('WARN');

/** @param isNeeded whether somebody has yet to be told of it */
export const eventCandidate = (event: Event, isNeeded: (event: Event) => boolean): Candidate => ({
  ...sight(event),
  at: event.timestamp,
  object: event.objectId,
  failed: EVENT_LEVELS.indexOf(event.level) <= GRAVE,
  held: isNeeded(event),
  along: [],
});

export const letterCandidate = (letter: Letter, redelivered: ReadonlySet<string>): Candidate => ({
  ...sight(letter),
  at: letter.at,
  object: letter.subscriptionId,
  failed: false,
  held: redelivered.has(letter.id),
  along: [],
});

/** A run stays for as long as whoever started it may look at it, or start it again. */
export const executionCandidate = (run: Execution, now: Instant): Candidate => ({
  ...sight(run),
  at: run.endedAt ?? run.startedAt,
  object: run.workflowId,
  failed: false,
  held: !isForgotten(run, now),
  along: [],
});

export const tombstoneCandidate = (stone: Tombstone): Candidate => ({
  ...sight(stone),
  at: stone.at,
  object: stone.id,
  failed: false,
  held: false,
  along: [],
});

/** What of an action matters here: little, since there may be very many. */
export type ActionFact = Sighting & {
  readonly parentId: string | null;
  readonly at: Instant;
  readonly object: string;
  readonly failed: boolean;
  readonly held: boolean;
};

/** Messages to receivers come again for a day, and an alarm's news for minutes: that an action is there is how a second one is told from the first. */
const REPEATED = seconds(172_800);

/** @param watched actions that somebody will ask the end of */
export const actionFact = (action: Action, watched: ReadonlySet<string>, now: Instant): ActionFact => ({
  ...sight(action),
  parentId: action.parentId,
  at: action.endedAt ?? action.updatedAt ?? action.createdAt,
  object: action.target,
  failed: action.status === 'FAILED',
  held: isOpen(action) || watched.has(action.id) || (isByMessage(action) && now < after(action.createdAt, REPEATED)),
});

const isByMessage = ({ origin }: Action): boolean => origin?.by === 'receiver' || origin?.by === 'event';

/** Actions with all that came of them: a tree goes as one, or not at all. Whoever has lost their parent stands for themselves. */
export function actionCandidates(facts: readonly ActionFact[]): readonly Candidate[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const rootOf = (fact: ActionFact): ActionFact => {
    let root = fact;
    for (let depth = 0; root.parentId !== null && depth < facts.length; depth++) {
      const parent = byId.get(root.parentId);
      if (!parent) break;
      root = parent;
    }
    return root;
  };
  const trees = new Map<string, ActionFact[]>();
  for (const fact of facts) {
    const { id } = rootOf(fact);
    const tree = trees.get(id);
    if (tree) tree.push(fact);
    else trees.set(id, [fact]);
  }
  return [...trees].map(([id, tree]) => {
    const root = byId.get(id) as ActionFact;
    return {
      ...sight(root),
      at: root.at,
      object: root.object,
      failed: root.failed,
      held: tree.some(({ held }) => held),
      along: tree.filter((fact) => fact !== root).map(sight),
    };
  });
}
