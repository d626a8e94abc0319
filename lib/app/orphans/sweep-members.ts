import type { Outcome } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import { isCompanion } from '../../domain/orphan/companion.ts';
import { BALANCER_MEMBER, callOf } from '../../domain/orphan/left-member.ts';
import type { Orphan } from '../../domain/orphan/orphan.ts';
import type { Driver } from '../../ports/driver.ts';
import type { Engine } from '../engine/engine.ts';
import type { Estates } from './estates.ts';
import { removeOrphan } from './remove-orphan.ts';

type Removing = Pick<Engine, 'store' | 'clock' | 'services' | 'drivers'> & { readonly estates?: Estates };

/** Whoever can remove an orphan: its driver, or the load balancer that it is a member of; undefined where there is none. */
export function removerOf({ drivers, services, estates }: Removing, orphan: Orphan): Pick<Driver, 'remove'> | undefined {
  if (isCompanion(orphan.profileType) && orphan.reason !== 'left-behind') return estates?.get(orphan.profileType);
  if (orphan.profileType !== BALANCER_MEMBER) return drivers(orphan.profileType);
  const call = callOf(orphan);
  const none: Outcome = { kind: 'fault', fault: permanent('balancer.none', 'There is no load balancer in this installation.') };
  return {
    async remove() {
      const outcome = services?.balance ? await services.balance(call) : none;
      if (outcome.kind !== 'pending') return outcome;
      return { ...outcome, memory: { ...orphan.memory, progress: outcome.memory ?? call.memory } };
    },
  };
}

/** Asks load balancers once more to let go of members whose nodes were deleted without them. */
export async function sweepMembers(engine: Removing): Promise<{ readonly removed: readonly string[]; readonly failed: readonly string[] }> {
  const removed: string[] = [];
  const failed: string[] = [];
  for (const project of await engine.store.projects()) {
    for (const orphan of (await engine.store.list('orphan', project)).items) {
      if (orphan.reason !== 'left-behind') continue;
      const remover = removerOf(engine, orphan);
      const outcome = remover && (await removeOrphan(engine, remover, orphan));
      if (outcome?.kind === 'ok') removed.push(orphan.physicalId);
      else if (outcome?.kind === 'fault') failed.push(`${orphan.physicalId}: ${outcome.fault.message}`);
    }
  }
  return { removed, failed };
}
