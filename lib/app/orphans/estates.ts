import { permanent } from '../../domain/kernel/fault.ts';
import { isId } from '../../domain/kernel/ids.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { COMPANIONS, type Companion, type CompanionKind, serverGroup } from '../../domain/orphan/companion.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Answer, Driver } from '../../ports/driver.ts';
import type { LoadBalancer } from '../../ports/load-balancer.ts';
import type { PlacementGroups } from '../../ports/placement-groups.ts';

/** What is swept beside nodes' resources, as if it were served by a driver: by the kind that it is listed under. */
export type Estates = ReadonlyMap<string, Pick<Driver, 'list' | 'remove'>>;

/** And at which load balancer. */
type Located = Companion & { readonly at: string };
type Found = Promise<Answer<{ readonly companions: readonly Located[] }>>;

type Owners = {
  /** Those that really stand somewhere, by name. */
  readonly balancers: ReadonlyMap<string, LoadBalancer>;
  readonly groups: PlacementGroups | undefined;
  readonly store: Pick<DocumentStore, 'projects'>;
};

export function estates({ balancers, groups, store }: Owners): Estates {
  const all: Readonly<Record<CompanionKind, () => Found>> = {
    'load-balancer-member': () => ofBalancers(balancers),
    'load-balancer': () => ofBalancers(balancers),
    'server-group': () => (groups ? ofProjects(groups, store) : none),
  };
  const inUse = COMPANIONS.filter((kind) => (kind === 'server-group' ? groups !== undefined : balancers.size > 0));
  return new Map(
    inUse.map((kind) => [
      kind,
      {
        async list() {
          const listed = await all[kind]();
          if (listed.kind === 'fault') return listed;
          return { kind: 'ok', resources: listed.companions.filter((one) => one.kind === kind).map(resourceOf) };
        },
        async remove({ resource }) {
          const companion = companionIn(resource.memory);
          if (kind === 'server-group' && groups) return groups.remove(companion.project, companion.id);
          const balancer = balancers.get(String(resource.memory.at));
          return balancer ? balancer.discard(companion) : { kind: 'fault', fault: GONE };
        },
      },
    ]),
  );
}

const GONE = permanent('balancer.none', 'The load balancer that had it is not configured any more.');
const none = Promise.resolve({ kind: 'ok', companions: [] } as const);

async function ofBalancers(balancers: Owners['balancers']): Found {
  const companions: Located[] = [];
  for (const [at, balancer] of balancers) {
    const listed = await balancer.list();
    if (listed.kind === 'fault') return listed;
    companions.push(...listed.companions.map((one) => ({ ...one, at })));
  }
  return { kind: 'ok', companions };
}

/** A group bears no mark but the name that the action which made it has given it. */
async function ofProjects(groups: PlacementGroups, store: Owners['store']): Found {
  const companions: Located[] = [];
  for (const project of await store.projects()) {
    const listed = await groups.list(project);
    if (listed.kind === 'fault') return listed;
    companions.push(...listed.groups.flatMap((group) => serverGroup(project, group, isId) ?? []).map((one) => ({ ...one, at: '' })));
  }
  return { kind: 'ok', companions };
}

const resourceOf = ({ at, ...companion }: Located) => {
  const { maker: token, project, nodeId, proof, place, id } = companion;
  const memory: JsonObject = { companion: { ...companion }, at };
  return { token, project, nodeId, proof, physicalId: place === '' ? id : `${place}/${id}`, memory };
};

export const companionIn = (memory: JsonObject): Companion => memory.companion as unknown as Companion;
