// Whose message is next, as SQS's fair queues have it: a project with much under way does not keep the others waiting.

/** Every message of ours is about one project, which is its group; what cannot be read is nobody's. The queues here forget the group, so it is read. */
const groupOf = (message) => {
  message.group ??= /"project":"([^"]*)"/.exec(message.body)?.[1] ?? '';
  return message.group;
};

/**
 * The same messages with those in front that are to be received next: again and again the oldest of the group that has least under way.
 *
 * @param {object[]} messages that can be received, oldest first @param {Iterable<object>} underway those that were, and have not been deleted
 */
export function fairly(messages, underway, count) {
  if (messages.length <= 1) return messages;
  const waiting = new Map();
  for (const message of messages) {
    const group = waiting.get(groupOf(message));
    if (group) group.push(message);
    else waiting.set(groupOf(message), [message]);
  }
  if (waiting.size === 1) return messages;
  const load = new Map([...waiting.keys()].map((group) => [group, 0]));
  for (const message of underway) load.set(groupOf(message), (load.get(groupOf(message)) ?? 0) + 1);
  const first = [];
  while (first.length < count && waiting.size > 0) {
    // Ties go to whoever has waited longest: groups stand in the order of their oldest message.
    const [group] = [...waiting.keys()].reduce(
      (least, other) => (load.get(other) < load.get(least[0]) ? [other] : least),
      [waiting.keys().next().value],
    );
    const some = waiting.get(group);
    first.push(some.shift());
    load.set(group, load.get(group) + 1);
    if (some.length === 0) waiting.delete(group);
  }
  const chosen = new Set(first);
  return [...first, ...messages.filter((message) => !chosen.has(message))];
}
