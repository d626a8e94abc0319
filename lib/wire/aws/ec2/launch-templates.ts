import type { SeenVersion } from '../../../app/launch-templates/templating.ts';
import { type LaunchTemplate, latestOf } from '../../../domain/group/launch-template.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { realmOf, structures, text, texts } from '../autoscaling/operation.ts';
import { awsFault, isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { ec2Time } from './dialect.ts';
import { filtered } from './filters.ts';
import { changes, missingParameter, reads } from './operation.ts';
import { pageOf } from './page.ts';
import { tagsIn, tagViews } from './tags.ts';
import { malformedId, meantIn, nameIn, versionIn } from './template-input.ts';

export const createLaunchTemplate = changes(async ({ groups }, call, input) => {
  const name = nameIn(input);
  if (typeof name !== 'string') return name;
  const version = versionIn(call, input, false);
  if (isAwsFault(version)) return version;
  const own = structures(input.TagSpecifications).find(({ ResourceType }) => ResourceType === 'launch-template');
  const tags = tagsIn(structures(own?.Tags));
  if (isAwsFault(tags)) return tags;
  const made = await groups.createTemplate(realmOf(call), { ...version, name, tags, data: { ...others(input), ...version.data } });
  return made.kind === 'refused' ? made : { LaunchTemplate: templateView(made.template) };
});

/** Tags for what a template launches, beside its data instead of in it. */
function others(input: Structure): JsonObject {
  const list = structures(input.TagSpecifications).filter(({ ResourceType }) => ResourceType !== 'launch-template');
  return list.length === 0 ? {} : ({ TagSpecifications: list } as unknown as JsonObject);
}

export const createLaunchTemplateVersion = changes(async ({ groups }, call, input) => {
  const meant = meantIn(input);
  if (isAwsFault(meant)) return meant;
  const source = input.SourceVersion === undefined ? undefined : text(input.SourceVersion);
  const version = versionIn(call, input, source !== undefined);
  if (isAwsFault(version)) return version;
  const made = await groups.createVersion(realmOf(call), meant, { ...version, source });
  return made.kind === 'refused' ? made : { LaunchTemplateVersion: versionView(made) };
});

export const modifyLaunchTemplate = changes(async ({ groups }, call, input) => {
  const meant = meantIn(input);
  if (isAwsFault(meant)) return meant;
  if (input.DefaultVersion === undefined) return missingParameter('SetDefaultVersion');
  const changed = await groups.setDefaultVersion(realmOf(call), meant, text(input.DefaultVersion));
  return changed.kind === 'refused' ? changed : { LaunchTemplate: templateView(changed.template) };
});

export const deleteLaunchTemplate = changes(async ({ groups }, call, input) => {
  const meant = meantIn(input);
  if (isAwsFault(meant)) return meant;
  const gone = await groups.deleteTemplate(realmOf(call), meant);
  return gone.kind === 'refused' ? gone : { LaunchTemplate: templateView(gone.template) };
});

/** AWS's. */
const MOST_AT_ONCE = 200;

export const deleteLaunchTemplateVersions = changes(async ({ groups }, call, input) => {
  const meant = meantIn(input);
  if (isAwsFault(meant)) return meant;
  const versions = texts(input.Versions) ?? [];
  if (versions.length === 0) return missingParameter('LaunchTemplateVersion');
  if (versions.length > MOST_AT_ONCE) return awsFault('InvalidParameterValue', `At most ${MOST_AT_ONCE} versions can be deleted at once.`);
  const strange = versions.find((version) => !/^\d{1,9}$/.test(version));
  if (strange !== undefined) return awsFault('InvalidParameterValue', `The version '${strange.slice(0, 64)}' is not a number.`);
  const done = await groups.deleteVersions(realmOf(call), meant, versions.map(Number));
  if (done.kind === 'refused') return done;
  const { template, gone, kept } = done;
  const named = { LaunchTemplateId: template.templateId, LaunchTemplateName: template.name };
  return {
    SuccessfullyDeletedLaunchTemplateVersions: gone.map((VersionNumber) => ({ ...named, VersionNumber })),
    UnsuccessfullyDeletedLaunchTemplateVersions: kept.map((VersionNumber) => ({
      ...named,
      VersionNumber,
      ResponseError:
        VersionNumber === template.defaultNumber
          ? { Code: 'unexpectedError', Message: 'Cannot delete the default version of a launch template.' }
          : { Code: 'launchTemplateVersionDoesNotExist', Message: `The version ${VersionNumber} does not exist.` },
    })),
  };
});

export const describeLaunchTemplates = reads(async ({ groups }, call, input) => {
  const [ids, names] = [texts(input.LaunchTemplateIds) ?? [], texts(input.LaunchTemplateNames) ?? []];
  for (const id of ids) {
    const fault = malformedId(id);
    if (fault) return fault;
  }
  const listed = await groups.listTemplates(realmOf(call));
  if (listed.kind === 'refused') return listed;
  const all = listed.templates;
  const id = ids.find((one) => !all.some(({ templateId }) => templateId === one));
  if (id !== undefined)
    return awsFault('InvalidLaunchTemplateId.NotFound', `The specified launch template, with template ID ${id}, does not exist.`);
  if (names.some((one) => !all.some(({ name }) => name === one)))
    return awsFault(
      'InvalidLaunchTemplateName.NotFoundException',
      'At least one of the launch templates specified in the request does not exist.',
    );
  // In the order in which they are named.
  const of = (one: string) => all.filter(({ templateId, name }) => templateId === one || name === one);
  const named = ids.length === 0 && names.length === 0 ? all : [...new Set([...ids, ...names].flatMap(of))];
  const wanted = filtered(
    input,
    named,
    { 'launch-template-name': ({ name }) => name, 'create-time': ({ createdAt }) => ec2Time(createdAt) },
    ({ tags }) => tags,
  );
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeLaunchTemplates', input, wanted, (one) => one.templateId, { least: 1, most: 200 });
  return isAwsFault(shown) ? shown : { LaunchTemplates: shown.items.map(templateView), ...shown.token };
});

export const templateView = (template: LaunchTemplate): Structure => ({
  LaunchTemplateId: template.templateId,
  LaunchTemplateName: template.name,
  CreateTime: template.createdAt,
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultNumber,
  LatestVersionNumber: latestOf(template),
  // Not even an empty list, where there are none.
  ...(template.tags.length > 0 && { Tags: tagViews(template.tags) }),
});

export const versionView = ({ template, version }: SeenVersion): Structure => ({
  LaunchTemplateId: template.templateId,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  ...(version.description !== '' && { VersionDescription: version.description }),
  CreateTime: version.createdAt,
  CreatedBy: version.createdBy,
  DefaultVersion: version.number === template.defaultNumber,
  LaunchTemplateData: version.data as unknown as Structure,
});
