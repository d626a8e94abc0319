import type { Kind } from '../../lib/domain/documents.ts';

/** A kind that is not here does not compile. */
const ALL: Readonly<Record<Kind, true>> = {
  cluster: true,
  node: true,
  profile: true,
  policy: true,
  action: true,
  event: true,
  schedule: true,
  watch: true,
  tally: true,
  journal: true,
  entry: true,
  readers: true,
  receiver: true,
  subscription: true,
  letter: true,
  request: true,
  workflow: true,
  execution: true,
  secret: true,
  group: true,
  launchConfiguration: true,
  orphan: true,
  sweep: true,
  circuit: true,
  grant: true,
  share: true,
  link: true,
  usage: true,
  quota: true,
  tombstone: true,
  scavenging: true,
  retention: true,
};

export const KINDS = Object.keys(ALL) as readonly Kind[];
