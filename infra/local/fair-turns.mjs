// Whose message is next, as SQS's fair queues have it: a project with much under way does not keep the others waiting. And since all functions share one process here, which
// a thousand nodes of one project would have to itself, no project has more than so much of a queue under way.

/** Documents that are looked at side by side. */
const MOST_UNDER_WAY = 20;

/** Every message of ours is about one project, which is its group; what cannot be read is nobody's. The queues here forget the group, so it is read. */
function read(message) {
  message.turn ??= {
    group: /"project":"([^"]*)"/.exec(message.body)?.[1] ?? '',
    weight: Math.max(1, message.body.match(/"project":/g)?.length ?? 1),
  };
  return message.turn;
}

/**
 * The messages that are to be received next: again and again the oldest of the group that has least under way.
 *
 * @param {object[]} messages that can be received, oldest first @param {Iterable<object>} underway those that were, and have not been deleted; one that was given up (`turn.rests`) is in nobody's hands, and counts for nothing
 */
export function nextOf(messages, underway, count) {
  const waiting = new Map();
  for (const message of messages) {
    const { group } = read(message);
    const some = waiting.get(group);
    if (some) some.push(message);
    else waiting.set(group, [message]);
  }
  const load = new Map([...waiting.keys()].map((group) => [group, 0]));
  for (const message of underway) {
    const { group, weight, rests } = read(message);
    if (load.has(group) && !rests) load.set(group, load.get(group) + weight);
  }
  const next = [];
  while (next.length < count) {
    // Ties go to whoever has waited longest: groups stand in the order of their oldest message.
    let least;
    for (const group of waiting.keys()) if (load.get(group) < (least === undefined ? MOST_UNDER_WAY : load.get(least))) least = group;
    if (least === undefined) break;
    const some = waiting.get(least);
    const message = some.shift();
    const turn = read(message);
    turn.rests = false;
    next.push(message);
    load.set(least, load.get(least) + turn.weight);
    if (some.length === 0) waiting.delete(least);
  }
  return next;
}
