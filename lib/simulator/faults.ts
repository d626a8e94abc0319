/** What can go wrong around the service, by the numbers that its reliability is discussed with. */
export type Fault = {
  readonly name: string;
  /** What happens, for people. */
  readonly what: string;
} & (
  | {
      /** Where in this room it is brought about. */
      readonly by: string;
    }
  | {
      /** Why there is none. */
      readonly none: string;
    }
);

export const FAULTS = {
  F01: { name: 'crash', what: 'A worker dies before or after a write, a call, a send, and answers nothing any more.', by: 'process' },
  F02: { name: 'duplicate', what: 'A message is delivered two to five times, together and up to hours apart.', by: 'post' },
  F03: { name: 'reorder', what: 'Messages overtake one another.', by: 'post' },
  F04: { name: 'delay', what: 'A message comes late: by minutes, now and then by up to twelve hours.', by: 'post' },
  F05: { name: 'lost-send', what: 'A message is lost after the write that it tells of.', by: 'post' },
  F06: { name: 'stale', what: 'A commit is refused though nobody wrote in between.', by: 'process' },
  F07: {
    name: 'table-error',
    what: 'The table throttles or fails: before it has written, or after, when the answer is lost and the write is not.',
    by: 'process',
  },
  F08: { name: 'conflicts', what: 'A storm of transaction conflicts: some or dozens of commits in a row are refused.', by: 'process' },
  F09: {
    name: 'late-effect',
    what: 'A cloud does what it was asked long after the caller gave up on it: seconds or hours.',
    by: 'cloud',
  },
  F10: {
    name: 'cloud-error',
    what: 'A cloud answers with an error: at once, for want of room, for good, or after it has done half or all of it.',
    by: 'cloud',
  },
  F11: { name: 'not-seen', what: 'A cloud says that there is no such thing, though there is.', by: 'cloud' },
  F12: { name: 'poison', what: 'A message that nobody can read, of another version, of a kind unknown, or about nothing.', by: 'post' },
  F13: {
    name: 'clock',
    what: 'The clock of one worker is off by up to five minutes; the clock of all jumps ahead or back.',
    by: 'process',
  },
  F14: {
    name: 'held-up',
    what: 'A worker stands still while its lease lapses, and goes on as if nothing had been, or is ended after a quarter of an hour as AWS does.',
    by: 'world',
  },
  F15: {
    name: 'cloud-slow',
    what: 'A cloud is dark for minutes, does not answer, answers 429 with or without Retry-After, or that it is still at it.',
    by: 'cloud',
  },
  F16: { name: 'cloud-auth', what: 'A cloud takes nobody for whom they are, for a while in the middle of things.', by: 'cloud' },
  F17: { name: 'users', what: 'Users cancel, delete, scale and change at every moment, whoever is at work.', by: 'deeds' },
  F18: { name: 'vanished', what: 'A resource is deleted by hand, behind the back of the service.', by: 'world' },
  F19: { name: 'quota-race', what: 'Requests race for the last of a quota, which an administrator changes meanwhile.', by: 'deeds' },
  F20: {
    name: 'bells-silent',
    what: 'Nobody rings the alarms for up to a day. The service reads no stream; the bells are what it has in its place.',
    by: 'world',
  },
  F21: {
    name: 'timeout',
    what: 'A function is ended at the last moment: all is done but its report, so that the whole batch comes again.',
    by: 'world',
  },
  F22: { name: 'flood', what: 'A webhook is called over and over at once, also with a key that is wrong or of yesterday.', by: 'deeds' },
  F23: { name: 'changed-meanwhile', what: 'A policy is detached, or a profile changed, between decision and deed.', by: 'deeds' },
  F24: {
    name: 'two-versions',
    what: 'Old code and new code work on the same action.',
    none: 'One version is in a process; two releases on one table are not simulated.',
  },
  F25: { name: 'archive', what: 'The archive refuses for a while, or takes what is brought and does not say so.', by: 'outside' },
  F26: { name: 'bus-down', what: 'The event bus, and those who are told of events, take nothing for a while.', by: 'outside' },
  F27: { name: 'workflow', what: 'A workflow never ends, ends twice, ends badly, or ends after it was stopped.', by: 'outside' },
  F28: { name: 'policy-engine', what: 'OPA is slow, away, or talks nonsense.', none: 'No external policy engine is asked.' },
  F29: { name: 'same-names', what: 'Names are taken more than once, and what is drawn for an id was drawn before.', by: 'process' },
  F30: { name: 'restored', what: 'The table is set back by up to ten minutes. Clouds, queues and balancers are not.', by: 'world' },
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;
export const FAULT_IDS = Object.keys(FAULTS) as readonly FaultId[];

/** Those that can be switched on here. */
export const SIMULATED: readonly FaultId[] = FAULT_IDS.filter((id) => 'by' in FAULTS[id]);

/** A fault by its number or its name. */
export const faultOf = (text: string): FaultId | undefined =>
  FAULT_IDS.find((id) => id === text.toUpperCase() || FAULTS[id].name === text.toLowerCase());
