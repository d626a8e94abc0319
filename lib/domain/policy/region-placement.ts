import { integer, list, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { pass } from './conduct.ts';
import { isPlacedByProfile, PLACED } from './placed.ts';
import { definePolicyKind } from './policy-type.ts';
import { spreadOver } from './spread.ts';
import { aboutWeights } from './weights.ts';

const schema = {
  regions: list(
    'List of regions to choose from.',
    map('An region as a candidate.', {
      name: string('Name of a region.'),
      weight: integer('Weight of the region. The default is 100.', { default: 100 }),
      cap: integer('Maximum number of nodes in this region. The default is -1 which means no cap set.', { default: -1 }),
    }),
  ),
} satisfies SpecSchema;

/** Spreads the nodes of a cluster over regions. */
export const regionPlacement = definePolicyKind({
  name: 'senlin.policy.region_placement',
  supportStatus: {
    '1.0': [
      { status: 'EXPERIMENTAL', since: '2016.04' },
      { status: 'SUPPORTED', since: '2016.10' },
    ],
  },
  priority: 200,
  singleton: true,
  appliesTo: 'any',
  className: 'RegionPlacementPolicy',
  schema,
  complaints: ({ regions }) => aboutWeights('regions', regions),

  conduct: {
    before: PLACED,
    decide({ regions = [] }, facts) {
      if (isPlacedByProfile(facts, ['context', 'region_name'])) return pass('The profile says where.');
      return spreadOver('regions', regions, facts);
    },
  },
});
