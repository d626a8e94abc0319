import { type LaunchSource, machineProfileId } from '../../domain/group/group.ts';
import { numberMeant } from '../../domain/group/launch-template.ts';
import { type Machine, specOf } from '../../domain/group/machine-catalogue.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { holding } from '../../domain/permission/holding.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { validateProfileSpec } from '../../domain/profile/validate-spec.ts';
import { findTemplate, readVersion, versionMissing } from '../launch-templates/find-template.ts';
import type { GroupApp } from './grouping.ts';
import type { Launch } from './launch.ts';
import type { Place } from './realm.ts';

/** A template as a group names it: by either name, or by both once it has been found. */
export type NamedTemplate = { readonly id: string; readonly name: string; readonly version?: string | undefined };

/**
 * What a version of a template makes, now. A version is a profile for each type of instance that somebody makes of it, made when the first does: a template that
 * nobody launches by is none.
 *
 * @param asked `instanceType` instead of the template's own; `isDescribed` is one that nobody named, of which only is said what it has to be like
 * @param source what is kept of it, given the names of the template
 */
export async function fromTemplate(
  app: GroupApp,
  realm: Place,
  { id, name, version }: NamedTemplate,
  asked: { readonly instanceType?: string | undefined; readonly isDescribed?: boolean },
  source: (template: { readonly id: string; readonly name: string }) => LaunchSource,
): Promise<Launch | Refusal> {
  const found = await findTemplate(app, realm, id === '' ? { name } : { id });
  if (found.kind === 'refused') return unusable(found);
  const { template } = found;
  const number = numberMeant(template, version);
  const read = number === undefined ? undefined : await readVersion(app, template, number);
  if (!read) return unusable(versionMissing(template, version ?? '$Default'));
  const { templateId } = template;
  const machine = machineIn(read.data, asked);
  if (!machine) return unusable(refused('launch-template.incomplete', 'The request must contain the parameters ImageId and InstanceType.'));
  const tags = instanceTags(read.data);
  const from = { id: templateId, name: template.name, version: `${read.number}` };
  const made = await profileOf(app, realm, { ...machine, template: from, ...(Object.keys(tags).length > 0 && { tags }) });
  if ('fault' in made) return unusable(made);
  return {
    kind: 'ok',
    profile: made.profile,
    source: source({ id: templateId, name: template.name }),
    writes: [
      { check: 'launchTemplate', doc: template },
      made.isNew ? { put: 'profile', doc: made.profile } : holding('profile', made.profile),
    ],
  };
}

/** AWS's words for whatever is wrong with a template that a group is to launch by. */
const unusable = ({ fault }: Refusal): Refusal => ({
  kind: 'refused',
  fault: { ...fault, message: `You must use a valid fully-formed launch template. ${fault.message}` },
});

/** What its instances are tagged with. Nothing else that it could tag is made here. */
function instanceTags({ TagSpecifications: all }: JsonObject): Readonly<Record<string, string>> {
  const specs = Array.isArray(all) ? all.filter(isJsonObject).filter(({ ResourceType }) => ResourceType === 'instance') : [];
  const tags = specs.flatMap(({ Tags }) => (Array.isArray(Tags) ? Tags.filter(isJsonObject) : []));
  return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), typeof Value === 'string' ? Value : '']));
}

/** What EC2 launches where nobody says of which type. */
const USUAL_TYPE = 'm1.small';

function machineIn(data: JsonObject, { instanceType, isDescribed }: Parameters<typeof fromTemplate>[3]): Machine | undefined {
  const { ImageId: imageId, InstanceType: own, InstanceRequirements: described } = data;
  const usual = isDescribed || described !== undefined ? undefined : USUAL_TYPE;
  const type = instanceType ?? own ?? usual;
  return typeof imageId === 'string' && typeof type === 'string' ? { imageId, instanceType: type } : undefined;
}

type Made = { readonly profile: Profile; readonly isNew: boolean };

/** Its id follows from what it says, so two who make it at once make one. */
async function profileOf(
  app: GroupApp,
  { caller }: Place,
  machine: Machine & Required<Pick<Machine, 'template'>>,
): Promise<Made | Refusal> {
  const { imageId, instanceType, template, tags } = machine;
  const spec = specOf(app.machines, machine);
  if (!spec) return refused('image.not-found', `The image id '[${imageId}]' does not exist`);
  const read = validateProfileSpec(spec, app.profileTypes);
  if (read.kind === 'fault') return { kind: 'refused', fault: read.fault };
  const id = machineProfileId(template.id, JSON.stringify([template.version, imageId, instanceType, spec, ...(tags ? [tags] : [])]));
  const project = caller.projectId;
  const before = await app.store.get('profile', { project, id });
  if (before) return { profile: before, isNew: false };
  return {
    isNew: true,
    profile: {
      id,
      project,
      user: caller.userId,
      domain: null,
      name: `${template.name}-${template.version}-${instanceType}`,
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
