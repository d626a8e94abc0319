import type { Action } from '../../lib/domain/action/action.ts';
import type { Documents, Kind, Ref, Write } from '../../lib/domain/documents.ts';
import { after, seconds } from '../../lib/domain/kernel/time.ts';
import { vanish } from '../../lib/drivers/fake/cloud.ts';
import type { Count } from '../../lib/ports/document-store.ts';
import type { Driver } from '../../lib/ports/driver.ts';
import type { NamedDeed } from '../../lib/simulator/deeds/deeds.ts';
import type { Draw, Way } from '../../lib/simulator/deeds/draw.ts';
import type { Facts } from '../../lib/simulator/facts.ts';
import type { LawId } from '../../lib/simulator/laws/law.ts';
import type { World } from '../../lib/simulator/world.ts';
import type { WorldName } from '../../lib/simulator/worlds.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';

/** A service that is wrong in one small way, and the law that has to notice. */
export type Defect = {
  readonly law: LawId;
  readonly what: string;
  /** Lives of which worlds show it. */
  readonly worlds?: readonly WorldName[];
  /** Or what shows it in a calm world of a cluster of three. */
  readonly deeds?: readonly NamedDeed[];
  readonly defects?: NonNullable<Facts['defects']>;
  readonly driver?: NonNullable<Facts['driver']>;
  readonly ways?: Readonly<Record<string, Way>>;
};

const deed = (name: string, draw: Partial<Draw> = {}): NamedDeed => ({ name, draw: { which: 0, other: 0, much: 1, yes: false, ...draw } });

type Put<K extends Kind> = (doc: Documents[K], world: World) => Documents[K];

/** Writes documents of a kind otherwise than was decided. */
const putting = <K extends Kind>(kind: K, change: Put<K>) => ({
  writes: (writes: readonly Write[], world: World): readonly Write[] =>
    writes.map((write) =>
      'put' in write && write.put === kind ? ({ put: kind, doc: change(write.doc as Documents[K], world) } as Write) : write,
    ),
});
const without = (isLeftOut: (write: Write) => boolean) => ({
  writes: (writes: readonly Write[]) => writes.filter((write) => !isLeftOut(write)),
});
const ended = (change: (action: Action) => Action) => putting('action', (doc) => (doc.dueAt === null ? change(doc) : doc));
const driving =
  (change: (driver: Driver) => Partial<Driver>) =>
  (driver: Driver): Driver => ({ ...driver, ...change(driver) });

/** Takes what a worker writes for current, whatever it was decided on. */
class Careless extends MemoryDocumentStore {
  override async commit(writes: readonly Write[]) {
    return super.commit(await this.current(writes));
  }

  override async commitCounting(writes: readonly Write[], count: Count) {
    return super.commitCounting(await this.current(writes), count);
  }

  private async current(writes: readonly Write[]): Promise<readonly Write[]> {
    const current = await Promise.all(
      writes.map(async (write) => {
        const kind = 'put' in write ? write.put : 'remove' in write ? write.remove : write.check;
        return ((await super.get(kind, write.doc)) as { readonly version: number } | undefined)?.version ?? 0;
      }),
    );
    return writes.map((write, i) => ({ ...write, doc: { ...write.doc, version: current[i] } }) as Write);
  }
}

/** Finds what anybody has. */
class Open extends MemoryDocumentStore {
  override async get<K extends Kind>(kind: K, ref: Ref): Promise<Documents[K] | undefined> {
    return (await super.get(kind, ref)) ?? this.everything(kind).find(({ id }) => id === ref.id);
  }
}

/** Forgets that nodes are protected. */
class Heedless extends MemoryDocumentStore {
  override async getMany<K extends Kind>(kind: K, refs: readonly Ref[]): Promise<readonly Documents[K][]> {
    const found = await super.getMany(kind, refs);
    return kind === 'node' ? found.map((node) => ({ ...node, protected: false })) : found;
  }
}

export const DEFECTS: readonly Defect[] = [
  {
    law: 'I1',
    what: 'a driver that says that it removed, and did not',
    worlds: ['free'],
    driver: driving(() => ({ remove: async () => ({ kind: 'ok' }) })),
  },
  {
    law: 'I2',
    what: 'a driver that makes two',
    deeds: [deed('scaleOut')],
    driver: (driver, cloud) => ({
      ...driver,
      ensure: async (call) => {
        const made = await driver.ensure(call);
        const [thing] = [...cloud.things.values()].filter(({ token }) => token === call.token);
        if (thing) cloud.things.set(`${thing.physicalId}-again`, { ...thing, physicalId: `${thing.physicalId}-again` });
        return made;
      },
    }),
  },
  {
    law: 'I3',
    what: 'a driver whose resources are gone as soon as they are made',
    deeds: [deed('scaleOut')],
    driver: (driver, cloud) => ({
      ...driver,
      ensure: async (call) => {
        const made = await driver.ensure(call);
        if (made.kind === 'ok' && made.physicalId) vanish(cloud, made.physicalId);
        return made;
      },
    }),
  },
  {
    law: 'I3',
    what: 'sizing that wants one more than it was asked for',
    deeds: [deed('scaleOut', { much: 2 })],
    defects: putting('cluster', (doc, { ledger }) => {
      const before = ledger.cluster(doc.id)?.desiredCapacity ?? doc.desiredCapacity;
      return doc.desiredCapacity > before ? { ...doc, desiredCapacity: doc.desiredCapacity + 1 } : doc;
    }),
  },
  {
    law: 'I3',
    what: 'a cluster that waits for ever for whom it has long had',
    worlds: ['added'],
    defects: putting('cluster', (doc) => ({ ...doc, ...(doc.lock.holders.length === 0 && { aside: doc.nodes.slice(0, 1) }) })),
  },
  { law: 'I3', what: 'an engine that does not say why', worlds: ['free'], defects: ended((doc) => ({ ...doc, statusReason: '' })) },
  {
    law: 'I4',
    what: 'sizing that is off by one at the maximum',
    deeds: [deed('resize', { much: 3, yes: true })],
    defects: putting('cluster', (doc) => (doc.maxSize >= 0 ? { ...doc, desiredCapacity: doc.maxSize + 1 } : doc)),
  },
  { law: 'I5', what: 'an end that keeps its lease', deeds: [deed('scaleOut')], defects: ended((doc) => ({ ...doc, lease: 1 })) },
  {
    law: 'I5',
    what: 'an engine that forgets to unlock',
    deeds: [deed('scaleOut')],
    defects: putting('cluster', (doc, { ledger }) => {
      const [held] = ledger.cluster(doc.id)?.lock.holders ?? [];
      return held !== undefined && doc.lock.holders.length === 0
        ? { ...doc, lock: { ...doc.lock, scope: 'exclusive', holders: [held] } }
        : doc;
    }),
  },
  {
    law: 'I6',
    what: 'an open action without an alarm',
    worlds: ['free'],
    defects: putting('action', (doc) => (doc.status === 'READY' ? { ...doc, dueAt: null } : doc)),
  },
  {
    law: 'I7',
    what: 'an action that goes back to where it began',
    worlds: ['free'],
    defects: putting('action', (doc) => (doc.status === 'RUNNING' && doc.attempts > 0 ? { ...doc, status: 'READY' } : doc)),
  },
  {
    law: 'I7',
    what: 'events that are all the first',
    deeds: [deed('scaleOut'), deed('checkCluster')],
    defects: putting('event', (doc) => (doc.sequence === undefined ? doc : { ...doc, sequence: 1 })),
  },
  { law: 'I8', what: 'a limit that is taken for another', worlds: ['free'], defects: { mostNodes: 1_000 } },
  {
    law: 'I8',
    what: 'a member that forgets that it counts for itself',
    worlds: ['crowded'],
    defects: putting('node', ({ counted: _, ...doc }) => doc),
  },
  {
    law: 'I23',
    what: 'a list that forgets what its places were counted at',
    worlds: ['crowded'],
    defects: putting('cluster', ({ price: _, ...doc }) => doc),
  },
  { law: 'I9', what: 'a store that finds what anybody has', worlds: ['free'], defects: { store: () => new Open() } },
  {
    law: 'I9',
    what: 'a share that says more than its grant',
    worlds: ['shared'],
    defects: putting('share', (doc) => ({ ...doc, access: 'read-write' })),
  },
  {
    law: 'I9',
    what: 'a grant that is taken back and can still be found',
    worlds: ['shared'],
    defects: without((write) => 'remove' in write && write.remove === 'share'),
  },
  {
    law: 'I10',
    what: 'a lock that lets a second one in',
    deeds: [deed('scaleOut')],
    defects: putting('node', (doc) =>
      doc.lock.holders.length === 1 ? { ...doc, lock: { ...doc.lock, scope: 'exclusive', holders: [...doc.lock.holders, 'x'] } } : doc,
    ),
  },
  {
    law: 'I11',
    what: 'a refresh that has everybody replaced at once',
    worlds: ['refreshed'],
    defects: putting('action', (doc, world) =>
      doc.origin?.by === 'refresh' && doc.version === 0
        ? { ...doc, inputs: { ...doc.inputs, launch_first: false, nodes: [...(world.ledger.cluster(doc.target)?.nodes ?? [])] } }
        : doc,
    ),
  },
  {
    law: 'I6',
    what: 'a refresh that sets itself no alarm',
    worlds: ['refreshed'],
    defects: putting('refresh', (doc) => ({ ...doc, dueAt: null })),
  },
  {
    law: 'I11',
    what: 'an admission that lets in one more',
    worlds: ['watched'],
    defects: putting('watch', (doc) => {
      const [open] = doc.recoveries.filter((one) => one.ended === null);
      return open ? { ...doc, recoveries: [...doc.recoveries, open] } : doc;
    }),
  },
  {
    law: 'I12',
    what: 'a preview that writes',
    deeds: [deed('look')],
    ways: { look: async (_, world) => world.break('I12', 'it wrote') },
  },
  {
    law: 'I13',
    what: 'an action that says that it chose others than those who went',
    deeds: [deed('attachPolicy', { much: 4, yes: true }), deed('scaleIn')],
    defects: ended((doc) => {
      const { deletion } = doc.data as { readonly deletion?: { readonly candidates?: readonly string[] } };
      return deletion?.candidates
        ? ({ ...doc, data: { ...doc.data, deletion: { ...deletion, candidates: ['somebody'] } } } as Action)
        : doc;
    }),
  },
  {
    law: 'I13',
    what: 'a schedule that fires a minute after it was due',
    worlds: ['rung'],
    defects: putting('action', (doc) =>
      doc.origin?.by === 'schedule'
        ? { ...doc, origin: { ...doc.origin, reason: doc.origin.reason.replace(/:00(\.000)?Z/, ':30Z') } }
        : doc,
    ),
  },
  {
    law: 'I14',
    what: 'an event that tells a secret',
    worlds: ['told', 'rung'],
    defects: putting('event', (doc, { secrets }) => ({ ...doc, statusReason: `${doc.statusReason} ${secrets[0] ?? ''}` })),
  },
  {
    law: 'I15',
    what: 'an end that nobody is told of',
    deeds: [deed('scaleOut')],
    defects: without((write) => 'put' in write && write.put === 'event' && write.doc.status !== 'start'),
  },
  {
    law: 'I15',
    what: 'an archive that says that it has what it has not',
    worlds: ['archived'],
    defects: { archive: (archive) => ({ ...archive, keep: async () => ({ kind: 'kept', was: 'new' }) }) },
  },
  {
    law: 'I16',
    what: 'a journal that takes for published what was not',
    worlds: ['told'],
    defects: putting('journal', (doc) => ({ ...doc, published: Math.max(doc.published, doc.next - 1) })),
  },
  {
    law: 'I17',
    what: 'a cluster action that asks a cloud by itself',
    deeds: [deed('meddle')],
    ways: {
      meddle: async (_, world, __, { drivers }) => {
        const [nodeId = ''] = world.store.everything('cluster').flatMap(({ nodes }) => nodes);
        world.now = after(world.now, seconds(86_400));
        await drivers('fake.node-1.0')?.operate({ resource: { owner: { nodeId } }, operation: 'reboot' } as never);
      },
    },
  },
  {
    law: 'I18',
    what: 'a store that forgets who is protected',
    deeds: [deed('protectNodes', { much: 2 }), deed('scaleIn', { much: 2 })],
    defects: { store: () => new Heedless() },
  },
  {
    law: 'I19',
    what: 'a schedule that fires for the same instant every time',
    worlds: ['rung'],
    defects: putting('action', (doc) =>
      doc.origin?.by === 'schedule' ? { ...doc, origin: { ...doc.origin, reason: 'It was due for then.' } } : doc,
    ),
  },
  { law: 'I20', what: 'a store that ignores a condition', worlds: ['free'], defects: { store: () => new Careless() } },
  {
    law: 'I21',
    what: 'a deletion policy that turns its order around',
    deeds: [deed('attachPolicy', { much: 4, yes: true }), deed('scaleIn')],
    defects: putting('action', (doc, { ledger }) => {
      const { deletion } = doc.data as { readonly deletion?: { readonly candidates?: readonly string[] } };
      const members = ledger.cluster(doc.target)?.nodes ?? [];
      if (!deletion?.candidates || doc.version > 0) return doc;
      const others = members.filter((id) => !deletion.candidates?.includes(id)).slice(0, deletion.candidates.length);
      return others.length === 0 ? doc : ({ ...doc, data: { ...doc.data, deletion: { ...deletion, candidates: others } } } as Action);
    }),
  },
  {
    law: 'I22',
    what: 'a request whose record is lost',
    deeds: [deed('askAgain'), deed('waitAWhile'), deed('askAgain')],
    defects: without((write) => 'put' in write && write.put === 'request' && write.doc.version > 0),
    ways: {
      waitAWhile: async (_, world) => {
        world.now = after(world.now, seconds(600));
      },
    },
  },
  {
    law: 'I24',
    what: 'a watch that outlives its cluster',
    worlds: ['watched'],
    defects: without((write) => 'remove' in write && write.remove === 'watch'),
  },
];
