import { describe, expect, test } from '@jest/globals';
import type { Engine } from '../../../../lib/drivers/docker/client.ts';
import { fleetOf } from '../../../../lib/drivers/docker/fleet.ts';
import { nameFor } from '../../../../lib/drivers/docker/marks.ts';

const engine = (name: string): Engine => ({ name, address: `unix:///${name}`, ask: () => Promise.reject(new Error('not asked')) });
const tokens = Array.from({ length: 600 }, (_, i) => `token-${i}`);
const places = (names: readonly string[]) =>
  tokens.map((token) => fleetOf(names.map(engine)).of(token)).map((at) => ('name' in at ? at.name : at.code));

describe('where a container goes', () => {
  test('follows from the token alone, not from the order of the engines', () => {
    expect(places(['a', 'b', 'c'])).toEqual(places(['c', 'a', 'b']));
  });

  test('each engine gets about its part', () => {
    for (const name of ['a', 'b', 'c']) {
      const part = places(['a', 'b', 'c']).filter((place) => place === name).length;
      expect(part).toBeGreaterThan(150);
      expect(part).toBeLessThan(250);
    }
  });

  test('another engine takes tokens only to itself', () => {
    const [before, after] = [places(['a', 'b']), places(['a', 'b', 'c'])];
    after.forEach((place, i) => {
      if (place !== 'c') expect(place).toBe(before[i]);
    });
  });

  test('is nowhere without engines', () => {
    expect(fleetOf([]).of('t')).toMatchObject({ kind: 'permanent', code: 'docker.engine.none' });
  });
});

describe('the name of a container', () => {
  test('differs by installation and by token, and is one that Docker takes', () => {
    const names = [
      nameFor('here', 't', undefined),
      nameFor('there', 't', undefined),
      nameFor('here', 'u', undefined),
      nameFor('here', 't', 'web'),
    ];
    expect(new Set(names).size).toBe(4);
    for (const name of [...names, nameFor('here', '../../../x y\0', undefined)]) expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
  });
});
