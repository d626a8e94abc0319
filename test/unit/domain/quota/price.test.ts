import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { costOfAction, costOfCluster, withDearer, withListPrice, withNodePrice } from '../../../../lib/domain/quota/cost.ts';
import { inMillionths, inUnits, isCountable, PriceList, priceOf } from '../../../../lib/domain/quota/price.ts';
import { aCluster, aNode, anAction, idOf } from '../../../support/documents.ts';

const profile = (type: string, properties: object) => ({ type, spec: { type, properties } }) as never;

describe('what a node of a profile costs', () => {
  const prices = PriceList.parse([
    { type: 'container.docker', where: { cpus: 0.5, image: 'web' }, per_hour: 0.02 },
    { type: 'container.docker', where: { cpus: 0.5 }, per_hour: 0.012 },
    { type: 'container.docker-1.0', where: { cpus: null }, per_hour: 0.1 },
    { type: 'os.nova.server', where: { flavor: 'm1.small', 'placement.zone': 'a' }, per_hour: 3 },
    { type: 'os.nova.server', where: { networks: [{ network: 'n', port: null }] }, per_hour: 4 },
    { type: 'os.heat.stack', where: { parameters: {} }, per_hour: 5 },
    { where: { gold: true }, per_hour: 1000 },
  ]);

  test.each([
    ['the first rule that fits', 'container.docker-1.0', { cpus: 0.5, image: 'web' }, 20_000],
    ['the next, where the first does not', 'container.docker-1.0', { cpus: 0.5 }, 12_000],
    ['null is what the profile does not say', 'container.docker-1.0', {}, 100_000],
    ['a type with its version is of that version', 'container.docker-2.0', {}, 0],
    ['paths lead into maps', 'os.nova.server-1.0', { flavor: 'm1.small', placement: { zone: 'a' } }, 3_000_000],
    ['all of a rule has to fit', 'os.nova.server-1.0', { flavor: 'm1.small', placement: { zone: 'b' } }, 0],
    ['no path leads through what is not there', 'os.nova.server-1.0', { flavor: 'm1.small' }, 0],
    ['an empty map is no number', 'os.heat.stack-1.0', { parameters: 5 }, 0],
    ['lists and maps are compared as JSON', 'os.nova.server-1.0', { networks: [{ port: null, network: 'n' }] }, 4_000_000],
    ['maps with other values are others', 'os.nova.server-1.0', { networks: [{ network: 'm', port: null }] }, 0],
    ['a list that goes on is another', 'os.nova.server-1.0', { networks: [{ port: null, network: 'n' }, {}] }, 0],
    ['a rule without a type is for all', 'local.process-1.0', { gold: true }, 1_000_000_000],
    ['what none fits costs nothing', 'local.process-1.0', { gold: 'true' }, 0],
    ['nothing is inherited', 'local.process-1.0', { constructor: 1 }, 0],
  ])('%s', (_, type, properties, millionths) => expect(priceOf(prices, profile(type, properties))).toBe(millionths));

  test.each([
    [[{ type: 'x' }], 'per_hour'],
    [[{ per_hour: -1 }], 'must be from 0 to 1000000000, with six decimals at most'],
    [[{ per_hour: 0.0000001 }], 'six decimals'],
    [[{ per_hour: 0.000000001 }], 'six decimals'],
    [[{ per_hour: 1, perhour: 2 }], 'perhour'],
    [{ per_hour: 1 }, 'expected array'],
  ])('%j is no list of prices', (list, says) => expect(JSON.stringify(PriceList.safeParse(list).error?.issues)).toContain(says));

  test('sums of what can be counted are exact', () => {
    const amount = fc.integer({ min: 0, max: 10 ** 12 }).map((millionths) => inUnits(millionths));
    fc.assert(fc.property(amount, (units) => isCountable(units) && inUnits(inMillionths(units)) === units));
  });
});

/** Clusters as they are written one after the other: members come and go, and prices change with profiles and lists. */
test('a place on a list counts the same from its coming to its going, whatever prices become meanwhile', () => {
  const write = fc.record({
    rate: fc.constantFrom(0, 1, 5, 7),
    come: fc.integer({ min: 0, max: 3 }),
    go: fc.array(fc.nat(9), { maxLength: 3 }),
    reserved: fc.nat(2),
    /** Whoever writes may not know of prices. */
    knows: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(write, { minLength: 1, maxLength: 12 }), (writes) => {
      const paid = new Map<string, number>();
      let [cluster, next] = [aCluster({ nodes: [] }), 0];
      for (const { rate, come, go, reserved, knows } of writes) {
        const past = { nodes: cluster.nodes, price: cluster.price };
        const gone = new Set(go.flatMap((place) => cluster.nodes[place] ?? []));
        const born = Array.from({ length: come }, () => idOf(`n${next++}`));
        for (const id of gone) paid.delete(id);
        for (const id of born) paid.set(id, rate);
        const { price, ...bare } = cluster;
        const wanted = {
          ...bare,
          ...(knows && price && { price }),
          nodes: [...cluster.nodes.filter((id) => !gone.has(id)), ...born],
          reserved,
        };
        cluster = withListPrice(wanted, past, rate);
        expect(costOfCluster(cluster)).toBe([...paid.values()].reduce((sum, one) => sum + one, reserved * rate));
      }
    }),
  );
});

test('what an update makes dearer is counted to the last millionth, and nothing where it does not', () => {
  const update = anAction('NODE_UPDATE');
  expect([1, 0, -1].map((dearer) => costOfAction(withDearer({ ...update, dearer: 9 }, dearer)))).toEqual([1, 0, 0]);
});

test('a node has a price where it or its place has one', () => {
  expect(withNodePrice(aNode({ price: { own: 7, listed: 7 } }), 0, 0)).not.toHaveProperty('price');
  expect(withNodePrice(aNode(), 0, 1)).toMatchObject({ price: { own: 0, listed: 1 } });
  expect(withNodePrice(aNode(), 1, 0)).toMatchObject({ price: { own: 1, listed: 0 } });
});
