/** What events tell of, in words that stay: what subscribers choose by. The documentation's table is made of this. */
export const EVENT_TYPES = {
  'action-started': 'An action began to work.',
  'action-succeeded': 'An action ended well.',
  'action-failed': 'An action ended without having done what it was asked to.',
  'action-cancelled': 'An action was stopped before its end.',
  'policy-refused': 'A policy did not let an action begin.',
  'node-error': 'A node was marked ERROR.',
  'hook-waiting': 'A node waits at a lifecycle hook, on its way into service or out of it, until somebody says that it may go on.',
  'resource-removed': 'The resource of a node was removed, so that it can be made anew. Of clusters that tell of their members.',
  'recovery-attempted': 'One way to bring a node back did not help. If there is another, it is tried next.',
  'breaker-opened': 'Too much went wrong at once: automatic recovery of a cluster was halted.',
  'breaker-closed': 'Automatic recovery of a cluster goes on.',
  'schedule-missed': 'A time of a schedule passed without its action.',
  'capacity-kept': 'Somebody declared a size again that somebody else has changed since: it was left alone.',
  'orphan-found': 'A resource was found that no node remembers: it is listed, and removed when its time is over.',
  'orphan-removed': 'A resource that no node remembered was removed.',
  'orphan-adopted': 'A resource that no node remembered became the resource of a node.',
  'message-dropped': 'A message to a receiver asked for what can never be done.',
  'grant-created': 'Something was shared with somebody outside its project.',
  'grant-changed': 'It was shared for more, for less or for another time.',
  'grant-revoked': 'It is not shared with them any more.',
} as const;
export type EventType = keyof typeof EVENT_TYPES;
