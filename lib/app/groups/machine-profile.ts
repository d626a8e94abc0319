import { machineProfileId } from '../../domain/group/group.ts';
import { type Machine, specOf } from '../../domain/group/machine-catalogue.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { validateProfileSpec } from '../../domain/profile/validate-spec.ts';
import type { GroupApp } from './grouping.ts';
import type { Place } from './realm.ts';

type Made = { readonly kind: 'ok'; readonly profile: Profile; readonly isNew: boolean };

/** What a machine is made of here. The profile's id follows from what it says, so two who make it at once make one. */
export async function machineProfile(app: GroupApp, { caller }: Place, machine: Machine): Promise<Made | Refusal> {
  const { imageId, instanceType, template, tags, said } = machine;
  const spec = specOf(app.machines, machine);
  if (!spec) return refused('image.not-found', `The image id '[${imageId}]' does not exist`);
  const read = validateProfileSpec(spec, app.profileTypes);
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  const what = [template?.version ?? '', imageId, instanceType, spec, ...(tags || said ? [tags ?? {}] : []), ...(said ? [said] : [])];
  const id = machineProfileId(template?.id ?? '', JSON.stringify(what));
  const project = caller.projectId;
  const before = await app.store.get('profile', { project, id });
  if (before) return { kind: 'ok', profile: before, isNew: false };
  return {
    kind: 'ok',
    isNew: true,
    profile: {
      id,
      project,
      user: caller.userId,
      domain: null,
      name: template ? `${template.name}-${template.version}-${instanceType}` : `${imageId}-${instanceType}`,
      type: read.type,
      spec,
      metadata: {},
      machine,
      createdAt: app.clock.now(),
      updatedAt: null,
      version: 0,
    },
  };
}
