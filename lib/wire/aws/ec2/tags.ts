import type { TemplateTag } from '../../../domain/group/launch-template.ts';
import type { Network } from '../../../domain/group/network.ts';
import { realmOf, structures, text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { changes, type Definition, invalidValue, missingParameter, reads } from './operation.ts';
import { pageOf } from './page.ts';

/** Tags in a request. What AWS keeps for itself nobody may set. */
export function tagsIn(list: readonly Structure[]): readonly TemplateTag[] | AwsFault {
  const tags = list.map(({ Key, Value }) => ({ key: text(Key), value: text(Value) }));
  for (const { key, value } of tags) {
    if (key === '') return missingParameter('Tag.Key');
    if (/^aws:/i.test(key)) return invalidValue(key, 'key', 'Tag keys starting with aws: are reserved for internal use');
    if (key.length > 127) return invalidValue(key.slice(0, 64), 'key', 'Tag keys must have 127 characters at most.');
    if (value.length > 255) return invalidValue(value.slice(0, 64), 'value', 'Tag values must have 255 characters at most.');
  }
  return [...new Map(tags.map((tag) => [tag.key, tag])).values()];
}

export const tagViews = (tags: readonly TemplateTag[]): readonly Structure[] => tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** Templates and networks are what has tags of its own here: those of an instance are its group's. */
const change = (removes: boolean): Definition =>
  changes(async ({ groups }, call, input) => {
    const resources = texts(input.Resources) ?? [];
    if (resources.length === 0) return missingParameter('ResourceId');
    const strange = resources.find((id) => !/^(lt|vpc|subnet)-[0-9a-f]{17}$/.test(id));
    if (strange !== undefined) return untaggable(strange);
    const list = structures(input.Tags);
    if (!removes && list.length === 0) return missingParameter('Tag');
    const tags = tagsIn(list);
    if (isAwsFault(tags)) return tags;
    // A key without a value goes whatever it says; without any, all that users set.
    const gone = list.map(({ Key, Value }) => ({ key: text(Key), ...(Value !== undefined && { value: text(Value) }) }));
    const { kind, ...listed } = await groups.listTemplates(realmOf(call));
    const networks = await groups.listNetworks(realmOf(call));
    const known = [
      ...(kind === 'ok' && 'templates' in listed
        ? listed.templates.map(({ templateId, tags: its }) => ({ id: templateId, tags: its }))
        : []),
      ...(networks.kind === 'ok' ? taggedIn(networks.networks) : []),
    ];
    for (const id of resources) {
      const all = known.find((one) => one.id === id)?.tags.map(({ key }) => ({ key })) ?? [];
      const how = [removes ? [] : tags, removes ? (gone.length > 0 ? gone : all) : []] as const;
      const done = await (id.startsWith('lt-')
        ? groups.tagTemplate(realmOf(call), { id }, ...how)
        : groups.tagNetwork(realmOf(call), id, ...how));
      if (done.kind === 'refused') return done;
    }
    return {};
  });

const taggedIn = (networks: readonly Network[]) =>
  networks.flatMap(({ vpcId: id, tags, subnets }) => [
    { id, type: 'vpc', tags },
    ...subnets.map((one) => ({ id: one.subnetId, type: 'subnet', tags: one.tags })),
  ]);

const untaggable = (id: string): AwsFault =>
  /^i-/.test(id)
    ? awsFault('UnsupportedOperation', `The tags of ${id} are those of its group: set them there, to be propagated.`)
    : awsFault('InvalidID', `The ID '${id}' is not valid`);

export const createTags = change(false);
export const deleteTags = change(true);

export const describeTags = reads(async ({ groups }, call, input) => {
  const templates = await groups.listTemplates(realmOf(call));
  if (templates.kind === 'refused') return templates;
  const machines = await groups.listMachines(realmOf(call));
  if (machines.kind === 'refused') return machines;
  const networks = await groups.listNetworks(realmOf(call));
  if (networks.kind === 'refused') return networks;
  const all = [
    ...taggedIn(networks.networks),
    ...templates.templates.map(({ templateId, tags }) => ({ id: templateId, type: 'launch-template', tags })),
    ...machines.machines.map(({ instanceId, tags }) => ({ id: instanceId, type: 'instance', tags })),
  ].flatMap(({ id, type, tags }) => tags.map(({ key, value }) => ({ id, type, key, value })));
  const wanted = filtered(
    input,
    all,
    {
      key: ({ key }) => key,
      value: ({ value }) => value,
      'resource-id': ({ id }) => id,
      'resource-type': ({ type }) => type,
    },
    ({ key, value }) => [{ key, value }],
  );
  if (isAwsFault(wanted)) return wanted;
  const shown = pageOf(call, 'DescribeTags', input, wanted, ({ id, key }) => `${id}\n${key}`);
  if (isAwsFault(shown)) return shown;
  const Tags = shown.items.map(({ id, type, key, value }) => ({ Key: key, ResourceId: id, ResourceType: type, Value: value }));
  return { Tags, ...shown.token };
});
