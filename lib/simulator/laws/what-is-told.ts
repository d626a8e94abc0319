import type { Action } from '../../domain/action/action.ts';
import type { Documents } from '../../domain/documents.ts';
import { CLUSTER_HEALTH, NODE_HEALTH } from '../../domain/health/tell-health.ts';
import { shortId } from '../../domain/kernel/ids.ts';
import { isWanted } from '../../domain/subscription/filters.ts';
import { demo } from '../tenants.ts';
import type { World } from '../world.ts';
import type { Offenders, RestLaw } from './law.ts';
import { everything } from './what-is-kept.ts';

/** What holds of events, and of those who hear of them, once everything else is over. */
export const TELLING_LAWS: readonly RestLaw[] = [
  {
    id: 'I7',
    says: 'what is told of an object is numbered from one, without gap or repeat, and each knows the one before',
    offenders: (world) => {
      const byObject = new Map<string, Documents['event'][]>();
      for (const event of everything(world, 'event'))
        if (event.sequence !== undefined) byObject.set(event.objectId, [...(byObject.get(event.objectId) ?? []), event]);
      return [...byObject].flatMap(([objectId, some]) => {
        const told = some.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
        const isChain = told.every((event, i) => event.sequence === i + 1 && event.previous === told[i - 1]?.id);
        return isChain ? [] : [`${objectId}: ${told.map(({ sequence }) => sequence)}`];
      });
    },
  },
  {
    id: 'I15',
    says: 'exactly one end is told of every action a user asked for, one start of each that began, and nothing of the others',
    excused: ({ restored }) => Boolean(restored),
    offenders: tellsOfActions,
  },
  {
    id: 'I16',
    says: 'the bus was told everything, in the order in which it is numbered',
    excused: ({ told, restored }) => !told || Boolean(restored),
    offenders: (world) => {
      const { listeners } = world;
      const all = everything(world, 'entry')
        .filter(({ project }) => project === demo.projectId)
        .toSorted((a, b) => a.first - b.first)
        .flatMap(({ events }) => events);
      const events = everything(world, 'event').filter(({ project }) => project === demo.projectId);
      const unnumbered = events.filter(({ id }) => !all.includes(id)).map(({ id }) => `${id} has no number`);
      const twice = all.filter((id, i) => all.indexOf(id) !== i).map((id) => `${id} is numbered twice`);
      const heard = new Map(
        listeners.heard.filter(({ event }) => event.project === demo.projectId).map(({ position, event }) => [position, event.id]),
      );
      const unheard = all.flatMap((id, i) => (heard.get(i + 1) === id ? [] : [`${i + 1} was not told to the bus`]));
      return [...unnumbered, ...twice, ...unheard];
    },
  },
  {
    id: 'I16',
    says: 'whoever subscribes is told what they want at least once, none before the one ahead of it, always under the same id and never side by side',
    excused: ({ told, restored }) => !told || Boolean(restored),
    offenders: tellsSubscribers,
  },
  {
    id: 'I14',
    says: 'no secret is in what is kept or told',
    offenders: ({ store, secrets, listeners, log }) => {
      if (secrets.length === 0) return [];
      const kinds = ['event', 'action', 'cluster', 'node', 'receiver', 'subscription', 'letter', 'request'] as const;
      const kept = kinds.flatMap((kind) => store.everything(kind).map((doc) => [`${kind} ${doc.id}`, JSON.stringify(doc)] as const));
      const said = [...listeners.sent, ...log].map((text) => [text.slice(0, 60), text] as const);
      return [...kept, ...said].flatMap(([where, text]) => (secrets.some((secret) => text.includes(secret)) ? [where] : []));
    },
  },
  {
    id: 'I22',
    says: 'a request that is sent again under its key comes to one action',
    excused: ({ restored }) => Boolean(restored),
    offenders: ({ repeated }) => [...repeated].flatMap(([key, { actions }]) => (actions.size > 1 ? [`${key}: ${[...actions]}`] : [])),
  },
  {
    id: 'I19',
    says: 'a schedule fires once for each of its instants',
    offenders: ({ ledger }) => {
      const fired = [...ledger.past.values()].flatMap(({ origin }) => (origin?.by === 'schedule' ? [`${origin.id} ${origin.reason}`] : []));
      return fired.filter((instant, i) => instant.includes(' for ') && fired.indexOf(instant) !== i);
    },
  },
];

function tellsOfActions(world: World): Offenders {
  const { ledger } = world;
  const events = everything(world, 'event').filter(({ type = '' }) => type.startsWith('action-') || type === 'policy-refused');
  const roots = [...ledger.past.values()].filter(({ parentId }) => parentId === null);
  const key = (objectId: string, what: string) => `${objectId} ${what}`;
  const operation = (a: Action) => (a.action.endsWith('_OPERATION') ? String(a.inputs.operation) : a.action);
  const ends = events
    .filter(({ status, action }) => status !== 'start' && action !== CLUSTER_HEALTH && action !== NODE_HEALTH)
    .map((e) => key(e.objectId, e.action));
  const ended = roots.map((a) => key(a.target, operation(a)));
  const starts = events.filter(({ status }) => status === 'start').map((e) => key(e.objectId, e.statusReason));
  const started = roots.filter(({ startedAt }) => startedAt !== null).map((a) => key(a.target, shortId(a.id)));
  const differ = (said: readonly string[], done: readonly string[]) => [...said].sort().join('|') !== [...done].sort().join('|');
  return [...(differ(ends, ended) ? [`ends ${ends}, ended ${ended}`] : []), ...(differ(starts, started) ? [`starts`] : [])];
}

function tellsSubscribers(world: World): Offenders {
  const { ledger, listeners, store } = world;
  const events = new Map(everything(world, 'event').map((event) => [event.id, event]));
  const entries = everything(world, 'entry').toSorted((a, b) => a.first - b.first);
  return store.everything('subscription').flatMap(({ id, project, filters, cursor, paused, name }) => {
    const letters = new Set(store.everything('letter').flatMap((one) => (one.subscriptionId === id ? [one.position] : [])));
    const arrived = listeners.arrived.filter(({ subscriptionId }) => subscriptionId === id);
    const ids = new Map<number, string>();
    const renamed = arrived.flatMap(({ position, id: delivery }) => {
      const known = ids.get(position) ?? delivery;
      ids.set(position, known);
      return known === delivery ? [] : [`${name}: ${position} came under two names`];
    });
    const firsts = [...ids.keys()];
    const disorder = firsts.flatMap((position, i) =>
      position < (firsts[i - 1] ?? 0) ? [`${name}: ${position} after ${firsts[i - 1]}`] : [],
    );
    const from = firsts[0] ?? Number.POSITIVE_INFINITY;
    const owed = entries
      .filter((entry) => entry.project === project)
      .flatMap(({ first, events: some }) => some.map((event, i) => ({ position: first + i, event: events.get(event) })))
      .filter(({ position, event }) => position >= from && position <= cursor && event && isWanted(filters, event));
    const missing = owed.flatMap(({ position }) => (ids.has(position) || letters.has(position) ? [] : [`${name}: ${position} is missing`]));
    // Whose clock says that a lease has lapsed which has not sends beside whoever holds it: the target knows both by their id.
    const atOnce = listeners.atOnce.includes(id) && !ledger.robbed.has(id) ? [`${name}: two were sent side by side`] : [];
    const last = entries
      .filter((entry) => entry.project === project)
      .reduce((most, { first, events: some }) => Math.max(most, first + some.length - 1), 0);
    const behind = !paused && cursor < last ? [`${name}: it stands at ${cursor} of ${last}`] : [];
    return [...renamed, ...disorder, ...missing, ...atOnce, ...behind];
  });
}
