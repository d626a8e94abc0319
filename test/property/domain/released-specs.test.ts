import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../../../lib/domain/kernel/json.ts';
import { policyTypes } from '../../../lib/domain/policy/catalogue.ts';
import { validatePolicySpec } from '../../../lib/domain/policy/validate-spec.ts';
import { profileTypes } from '../../../lib/domain/profile/catalogue.ts';
import { validateProfileSpec } from '../../../lib/domain/profile/validate-spec.ts';
import { readSpec } from '../../../lib/domain/spec/read-spec.ts';
import type { SpecSchema } from '../../../lib/domain/spec/schema.ts';
import { nearSpec } from '../../support/specs.ts';

/** A type-version as it was released: never to change, because specs of it are stored. */
type Released = {
  readonly schema: SpecSchema;
  /** Specs that were valid, with what was read of them. */
  readonly specs: readonly { readonly properties: JsonObject; readonly read: JsonObject }[];
};

const FILE = path.resolve(import.meta.dirname, 'released-specs.json');
const text = readFileSync(FILE, 'utf8');
const released = JSON.parse(text) as Readonly<Record<string, Released>>;
const current = new Map([...profileTypes, ...policyTypes].map(([name, type]) => [name, type.schema]));

const validate = (nameVersion: string, properties: JsonObject) => {
  const dash = nameVersion.lastIndexOf('-');
  const spec: Json = { type: nameVersion.slice(0, dash), version: nameVersion.slice(dash + 1), properties };
  return policyTypes.has(nameVersion) ? validatePolicySpec(spec) : validateProfileSpec(spec);
};

/** With `RELEASE_SPECS=yes`, writes down the types that are new as they are now. Those that are written down stay as they are. */
function release(): void {
  const fresh = [...current].filter(([name]) => !Object.hasOwn(released, name));
  const written = fresh.map(([name, schema]): [string, Released] => {
    const found: { properties: JsonObject; read: JsonObject }[] = [];
    for (const properties of fc.sample(nearSpec(schema), { numRuns: 3000, seed: 1 })) {
      const read = validate(name, properties);
      if (read.kind === 'ok' && JSON.stringify(properties).length < 400) found.push({ properties, read: read.properties });
      if (found.length === 8) break;
    }
    return [name, { schema, specs: found }];
  });
  const lines = Object.entries({ ...released, ...Object.fromEntries(written) }).map((entry) =>
    entry.map((part) => JSON.stringify(part)).join(': '),
  );
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
}

if (process.env.RELEASE_SPECS) release();

describe.each(Object.entries(released))('%s, as released', (name, { schema, specs }) => {
  test('is still there', () => expect(current.has(name)).toBe(true));

  test('a spec that was valid is, reads the same, and is not touched by being read', () => {
    for (const { properties, read } of specs) {
      const before = JSON.stringify(properties);
      expect(validate(name, properties)).toMatchObject({ kind: 'ok', properties: read });
      const now = validate(name, properties);
      expect(now.kind === 'ok' && now.properties).toEqual(read);
      expect(JSON.stringify(properties)).toBe(before);
    }
    expect(specs.length).toBeGreaterThan(0);
  });

  test('whatever the old schema read, the new one reads alike', () => {
    let same = 0;
    fc.assert(
      fc.property(nearSpec(schema), (properties) => {
        const then = readSpec<SpecSchema>(schema, properties);
        if (then.kind === 'fault') return;
        same += 1;
        expect(readSpec<SpecSchema>(current.get(name) ?? {}, properties)).toEqual(then);
      }),
      { numRuns: 200 },
    );
    expect(same).toBeGreaterThan(0);
  });
});

test('no released type-version is missing from the list of those that were', () => {
  expect(isJsonObject(released)).toBe(true);
  const senlin = [...policyTypes].filter(([, type]) => type.fromSenlin).map(([name]) => name);
  expect(Object.keys(released)).toEqual(expect.arrayContaining(senlin));
});
