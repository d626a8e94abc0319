import type { App } from '../../app/app.ts';
import { groupVerbs } from '../../app/groups/group-verbs.ts';
import { MachineCatalogue } from '../../domain/group/machine-catalogue.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { demo } from '../tenants.ts';
import type { World } from '../world.ts';
import { type Draw, nth, type Way } from './draw.ts';

const machines = MachineCatalogue.parse({
  images: { usual: { type: 'fake.node' }, slower: { type: 'fake.node', properties: { latency: 7 } } },
});
const REALM = { caller: demo, region: 'here' };

const groupsOf = (app: App) => groupVerbs({ ...app, machines });
const group = ({ store }: World, { which }: Draw): string => nth(store.everything('group'), which)?.name ?? 'none';
const configuration = (name: string) => ({ name, imageId: name, instanceType: 'any', input: {} });
const HEALTHY = [
  { min: 90, max: 100 },
  { min: 50, max: 100 },
  { min: 100, max: 100 },
  { min: 100, max: 150 },
  { min: 0, max: 100 },
] as const;
const HANDLING = ['wait', 'ignore', 'replace'] as const;

/** What AWS's clients ask for of groups and their instances. */
export const ON_GROUPS = {
  foundGroup: async (_, world, { much, yes }, app) => {
    const groups = groupsOf(app);
    for (const name of ['usual', 'slower']) await groups.createLaunchConfiguration(REALM, configuration(name));
    await groups.createGroup(REALM, {
      name: `group-${world.store.everything('group').length}`,
      launch: { kind: 'configuration', name: 'usual' },
      minSize: 0,
      maxSize: 10,
      desiredCapacity: 1 + (much % 6),
      zones: ['here-a', 'here-b'],
      subnets: '',
      defaultCooldown: 0,
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 0,
      terminationPolicies: ['Default'],
      tags: [],
      verbatim: {},
      protectsNew: yes && much === 9,
    });
  },
  refreshGroup: (_, world, draw, app) => {
    const { much, other, yes } = draw;
    return groupsOf(app).startRefresh(REALM, group(world, draw), {
      preferences: {
        healthy: nth(HEALTHY, other) ?? HEALTHY[0],
        warmup: seconds(much % 3 === 0 ? 60 : 0),
        checkpoints: much === 5 ? [50, 100] : [],
        checkpointDelay: seconds(120),
        skipMatching: much === 7,
        autoRollback: yes && much % 2 === 0,
        guarded: nth(HANDLING, other) ?? 'wait',
        standby: nth(HANDLING, much) ?? 'wait',
        bake: seconds(much === 4 ? 90 : 0),
        alarms: [],
      },
      desired: yes ? { kind: 'configuration', name: other > 5 ? 'usual' : 'slower' } : undefined,
    });
  },
  steerRefresh: (_, world, draw, app) =>
    draw.yes
      ? groupsOf(app).rollBackRefresh(REALM, group(world, draw))
      : groupsOf(app).cancelRefresh(REALM, group(world, draw), draw.much % 2 === 0),
  sizeGroup: (_, world, draw, app) => groupsOf(app).setDesiredCapacity(REALM, group(world, draw), draw.much % 8),
} satisfies Record<string, Way>;
