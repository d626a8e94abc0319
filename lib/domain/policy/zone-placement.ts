import { integer, list, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { pass } from './conduct.ts';
import { isPlacedByProfile, PLACEABLE, PLACED } from './placed.ts';
import { definePolicyKind } from './policy-type.ts';
import { spreadOver } from './spread.ts';
import { aboutWeights } from './weights.ts';

const schema = {
  zones: list(
    'The availability zones among which nodes are spread.',
    map('One of the availability zones.', {
      name: string('Name of the availability zone.'),
      weight: integer('Share of the nodes this zone gets, in proportion to the others. The default is 100.', { default: 100 }),
    }),
  ),
} satisfies SpecSchema;

/** Spreads the nodes of a cluster over the availability zones of a region. */
export const zonePlacement = definePolicyKind({
  name: 'senlin.policy.zone_placement',
  supportStatus: {
    '1.0': [
      { status: 'EXPERIMENTAL', since: '2016.04' },
      { status: 'SUPPORTED', since: '2016.10' },
    ],
  },
  priority: 300,
  singleton: true,
  appliesTo: PLACEABLE,
  className: 'ZonePlacementPolicy',
  schema,
  complaints: ({ zones }) => aboutWeights('zones', zones),

  conduct: {
    before: PLACED,
    decide({ zones = [] }, facts) {
      if (isPlacedByProfile(facts, ['availability_zone'])) return pass('The profile says where.');
      return spreadOver('zones', zones, facts);
    },
  },
});
