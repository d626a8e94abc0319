import type { SeenVersion } from '../../../app/launch-templates/templating.ts';
import { numberMeant } from '../../../domain/group/launch-template.ts';
import type { Json } from '../../../domain/kernel/json.ts';
import { realmOf, text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { ec2Time } from './dialect.ts';
import { type Facets, filtered } from './filters.ts';
import { versionView } from './launch-templates.ts';
import { reads } from './operation.ts';
import { pageOf } from './page.ts';
import { meantIn } from './template-input.ts';

/** Of one template, newest first unless a range is asked for; or of all of them the default and the latest. */
export const describeLaunchTemplateVersions = reads(async ({ groups }, call, input) => {
  const realm = realmOf(call);
  const versions = texts(input.Versions) ?? [];
  const isRange = input.MinVersion !== undefined || input.MaxVersion !== undefined;
  const isOfAll = input.LaunchTemplateId === undefined && input.LaunchTemplateName === undefined;
  if (isOfAll && (versions.length === 0 || versions.some((one) => one !== '$Latest' && one !== '$Default')))
    return awsFault(versions.length === 0 ? 'MissingParameter' : 'InvalidParameterValue', WHICH);
  const meant = isOfAll ? undefined : meantIn(input);
  if (meant && isAwsFault(meant)) return meant;
  const listed = await groups.listTemplates(realm);
  if (listed.kind === 'refused') return listed;
  const all: SeenVersion[] = [];
  for (const one of meant ? [meant] : listed.templates.map(({ templateId: id }) => ({ id }))) {
    const read = await groups.listVersions(realm, one);
    // Of all there are, one may have gone meanwhile.
    if (read.kind === 'refused' && meant) return read;
    if (read.kind === 'refused') continue;
    const { template } = read;
    const numbers = versions.map((version) => numberMeant(template, version));
    const missing = numbers.indexOf(undefined);
    if (missing >= 0)
      return awsFault(
        'InvalidLaunchTemplateId.VersionNotFound',
        `Could not find the specified version ${versions[missing]?.slice(0, 64)} for the launch template with ID ${template.templateId}.`,
      );
    const some = versions.length === 0 ? read.versions : read.versions.filter(({ number }) => numbers.includes(number));
    all.push(...(isRange ? some : [...some].reverse()).map((version) => ({ template, version })));
  }
  const between = within(input);
  if (isAwsFault(between)) return between;
  const wanted = filtered(input, all.filter(between.fits), FACETS);
  if (isAwsFault(wanted)) return wanted;
  const keyOf = ({ version }: SeenVersion) => `${version.templateId}\n${version.number}`;
  const shown = pageOf(call, 'DescribeLaunchTemplateVersions', input, wanted, keyOf, { least: 1, most: 200 });
  return isAwsFault(shown) ? shown : { LaunchTemplateVersions: shown.items.map(versionView), ...shown.token };
});

/** AWS's own words, quotation marks and all. */
const WHICH =
  'To describe the launch template data for all your launch templates, for ‘--versions’ specify ‘$Latest’, ‘$Default’, or both, and omit ‘--launch-template-id’, ‘--launch-template-name’, and version numbers. To describe the launch template data for a specific launch template, specify ‘--launch-template-id’ or ‘--launch-template-name’, and for ‘--versions’ specify one or more of the following values: ‘$Latest’, ‘$Default’, or one or more version numbers.';

function within({ MinVersion, MaxVersion }: Structure): { readonly fits: (one: SeenVersion) => boolean } | AwsFault {
  const [min, max] = [MinVersion, MaxVersion].map((bound) => (bound === undefined ? undefined : Number(text(bound))));
  if (Number.isNaN(min) || Number.isNaN(max)) return awsFault('InvalidParameterValue', 'MinVersion and MaxVersion are numbers.');
  return { fits: ({ version: { number } }) => (min === undefined || number >= min) && (max === undefined || number <= max) };
}

const said =
  (member: string) =>
  ({ version }: SeenVersion) => {
    const value: Json | undefined = version.data[member];
    return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
  };

const FACETS: Facets<SeenVersion> = {
  'create-time': ({ version }) => ec2Time(version.createdAt),
  'ebs-optimized': said('EbsOptimized'),
  'image-id': said('ImageId'),
  'instance-type': said('InstanceType'),
  'is-default-version': ({ template, version }) => version.number === template.defaultNumber,
  'kernel-id': said('KernelId'),
  'ram-disk-id': said('RamDiskId'),
};
