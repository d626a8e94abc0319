import type { Write } from '../../domain/documents.ts';
import type { LaunchSource } from '../../domain/group/group.ts';
import { type NamedTemplate, numberMeant } from '../../domain/group/launch-template.ts';
import { type Machine, USUAL_TYPE } from '../../domain/group/machine-catalogue.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { holding } from '../../domain/permission/holding.ts';
import { findTemplate, readVersion, versionMissing } from '../launch-templates/find-template.ts';
import type { GroupApp } from './grouping.ts';
import type { Launch } from './launch.ts';
import { machineProfile } from './machine-profile.ts';
import type { Place } from './realm.ts';

/** What is said instead of the template's own. `isDescribed`: a type that nobody named, of which only is said what it has to be like. */
type Asked = { readonly imageId?: string | undefined; readonly instanceType?: string | undefined; readonly isDescribed?: boolean };

/**
 * What a group launches by a version of a template, now.
 *
 * @param source what is kept of it, given the names of the template
 */
export async function fromTemplate(
  app: GroupApp,
  realm: Place,
  named: NamedTemplate,
  asked: Asked,
  source: (template: { readonly id: string; readonly name: string }) => LaunchSource,
): Promise<Launch | Refusal> {
  const found = await inTemplate(app, realm, named, asked);
  if (found.kind === 'refused') return unusable(found);
  const { template } = found.machine;
  const made = await machineProfile(app, realm, found.machine);
  if (made.kind === 'refused') return unusable(made);
  return {
    kind: 'ok',
    profile: made.profile,
    source: source({ id: template.id, name: template.name }),
    writes: [found.check, made.isNew ? { put: 'profile', doc: made.profile } : holding('profile', made.profile)],
  };
}

type Templated = {
  readonly kind: 'ok';
  readonly machine: Machine & Required<Pick<Machine, 'template'>>;
  /** That the template is still what it was. */
  readonly check: Write;
};

/**
 * The machine that a version of a template describes. A version is a profile for each type of instance that somebody makes of it, made when the first does: a
 * template that nobody launches by is none.
 */
export async function inTemplate(
  app: GroupApp,
  realm: Place,
  { id, name, version }: NamedTemplate,
  asked: Asked,
): Promise<Templated | Refusal> {
  const found = await findTemplate(app, realm, id === '' ? { name } : { id });
  if (found.kind === 'refused') return found;
  const { template } = found;
  const number = numberMeant(template, version);
  const read = number === undefined ? undefined : await readVersion(app, template, number);
  if (!read) return versionMissing(template, version ?? '$Default');
  const machine = machineIn(read.data, asked);
  if (!machine) return refused('launch-template.incomplete', 'The request must contain the parameters ImageId and InstanceType.');
  const tags = instanceTags(read.data);
  const from = { id: template.templateId, name: template.name, version: `${read.number}` };
  return {
    kind: 'ok',
    machine: { ...machine, template: from, ...(Object.keys(tags).length > 0 && { tags }) },
    check: { check: 'launchTemplate', doc: template },
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

function machineIn(data: JsonObject, { imageId: image, instanceType, isDescribed }: Asked): Machine | undefined {
  const { ImageId: usualImage, InstanceType: own, InstanceRequirements: described } = data;
  const imageId = image ?? usualImage;
  const usual = isDescribed || described !== undefined ? undefined : USUAL_TYPE;
  const type = instanceType ?? own ?? usual;
  return typeof imageId === 'string' && typeof type === 'string' ? { imageId, instanceType: type } : undefined;
}
