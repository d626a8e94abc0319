import { instanceIdOf } from '../../domain/group/instance-id.ts';
import type { TemplateTag } from '../../domain/group/launch-template.ts';
import { MOST_TAGS, type RemovedTag } from '../../domain/group/tags.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { untilCommitted } from '../app.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { listMachines } from './see-machines.ts';

/** The tags of an instance are its node's metadata. Another that is made in its place has those that its group or its template says. */
export const tagMachine =
  (app: GroupApp): Grouping['tagMachine'] =>
  async (realm, instanceId, set, remove) => {
    const listed = await listMachines(app)(realm, [instanceId]);
    if (listed.kind === 'refused') return listed;
    const node = listed.machines[0]?.node;
    if (!node) return missing(instanceId);
    return untilCommitted<{ readonly kind: 'ok' } | Refusal>(async () => {
      const now = await app.store.get('node', node);
      if (!now || instanceIdOf(now) !== instanceId) return missing(instanceId);
      const metadata = changedMetadata(now.metadata, set, remove);
      if (Object.keys(metadata).length > MOST_TAGS) return refused('machine.tags', `An instance has ${MOST_TAGS} tags at most.`);
      const doc = { ...now, metadata, updatedAt: app.clock.now() };
      return (await app.store.commit([{ put: 'node', doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });
  };

const missing = (id: string): Refusal => refused('machine.not-found', `The instance ID '${id}' does not exist`);

/** What is removed with a value goes only if it has that. */
function changedMetadata(before: JsonObject, set: readonly TemplateTag[], remove: readonly RemovedTag[]): JsonObject {
  const goes = (key: string, value: unknown) => remove.some((one) => one.key === key && (one.value === undefined || one.value === value));
  return {
    ...Object.fromEntries(Object.entries(before).filter(([key, value]) => !goes(key, value))),
    ...Object.fromEntries(set.map(({ key, value }) => [key, value])),
  };
}
