import type { TemplateTag } from '../../../domain/group/launch-template.ts';
import type { Network } from '../../../domain/group/network.ts';
import { realmOf, structures, text, texts } from '../autoscaling/operation.ts';
import { type AwsFault, awsFault, isAwsFault } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { filtered } from './filters.ts';
import { changes, type Definition, invalidValue, missingParameter, reads, type Verbs } from './operation.ts';
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

/** Templates, networks and instances are what has tags of its own here. */
const change = (removes: boolean): Definition =>
  changes(async ({ groups }, call, input) => {
    const resources = texts(input.Resources) ?? [];
    if (resources.length === 0) return missingParameter('ResourceId');
    const strange = resources.find((id) => !/^(i|lt|vpc|subnet)-[0-9a-f]{17}$/.test(id));
    if (strange !== undefined) return awsFault('InvalidID', `The ID '${strange.slice(0, 64)}' is not valid`);
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
      ...(await instancesAmong(groups, call, resources)),
    ];
    for (const id of resources) {
      const all = known.find((one) => one.id === id)?.tags.map(({ key }) => ({ key })) ?? [];
      const how = [removes ? [] : tags, removes ? (gone.length > 0 ? gone : all) : []] as const;
      const done = await tag(groups, call, id, ...how);
      if (done.kind === 'refused') return done;
    }
    return {};
  });

const taggedIn = (networks: readonly Network[]) =>
  networks.flatMap(({ vpcId: id, tags, subnets }) => [
    { id, type: 'vpc', tags },
    ...subnets.map((one) => ({ id: one.subnetId, type: 'subnet', tags: one.tags })),
  ]);

type Change = Parameters<Verbs['groups']['tagNetwork']>;

function tag(groups: Verbs['groups'], call: AwsCall, id: string, set: Change[2], remove: Change[3]) {
  const realm = realmOf(call);
  if (id.startsWith('lt-')) return groups.tagTemplate(realm, { id }, set, remove);
  return id.startsWith('i-') ? groups.tagMachine(realm, id, set, remove) : groups.tagNetwork(realm, id, set, remove);
}

/** With the tags that users set. */
async function instancesAmong(groups: Verbs['groups'], call: AwsCall, resources: readonly string[]) {
  const ids = resources.filter((id) => id.startsWith('i-'));
  const listed = ids.length > 0 ? await groups.listMachines(realmOf(call), ids) : undefined;
  const machines = listed?.kind === 'ok' ? listed.machines : [];
  return machines.map(({ instanceId: id, tags }) => ({ id, tags: tags.filter(({ key }) => !key.startsWith('aws:')) }));
}

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
