import { testMessage } from '../../domain/group/hook-message.ts';
import { type HookChange, type HookedGroup, isTopic } from '../../domain/group/lifecycle-hook.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { refuseTarget } from '../../domain/subscription/targets.ts';
import { newId } from '../app.ts';
import { perform } from '../engine/perform.ts';
import type { GroupApp, Realm } from './grouping.ts';

type Named = Pick<HookChange, 'target' | 'role'>;

/** Sends a test to whoever is to be told, so that a target that cannot be told is refused where it is named. @returns why not, if one cannot */
export async function tryTarget(
  app: GroupApp,
  { caller }: Realm,
  of: HookedGroup,
  targets: readonly Named[],
): Promise<Refusal | undefined> {
  for (const { target = '', role } of targets.filter((one) => one.target)) {
    const fault = isTopic(target) ? refuseTarget({ type: 'sns', topic: target }, caller.projectId, app.targets ?? []) : undefined;
    if (fault) return { kind: 'refused', fault };
    const id = newId(app);
    const outcome = await perform(app, {
      to: 'announce',
      token: id,
      target: isTopic(target) ? { topic: target } : { queue: target },
      message: testMessage(of, id, app.clock.now()),
    });
    if (outcome.kind === 'ok') continue;
    const why = outcome.kind === 'fault' ? ` ${outcome.fault.message}` : '';
    return refused(
      'hook.untold',
      `Unable to publish test message to notification target ${target} using IAM role ${role ?? 'none'}. Please check your target and role configuration and try to put lifecycle hook again.${why}`,
    );
  }
  return undefined;
}
