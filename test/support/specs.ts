import fc from 'fast-check';
import type { Json, JsonObject } from '../../lib/domain/kernel/json.ts';
import type { SpecElement, SpecSchema } from '../../lib/domain/spec/schema.ts';

export const anyJson = fc.json({ maxDepth: 6 }).map((text): Json => JSON.parse(text));

/** Values that a schema may take: mostly of the right shape, sometimes as text, sometimes missing, sometimes anything. */
const near = (element: SpecElement): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 12, arbitrary: right(element) }, { weight: 1, arbitrary: anyJson });

function right(element: SpecElement): fc.Arbitrary<Json> {
  const [allowed] = element.constraints ?? [];
  switch (element.type) {
    case 'Integer':
      return fc.oneof(fc.integer(), fc.integer().map(String), fc.double({ noNaN: true }), fc.constant(null));
    case 'Number':
      return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer().map(String));
    case 'Boolean':
      return fc.constantFrom<Json>(true, false, 'yes', 'off', 1, 0, 'T', 'maybe');
    case 'String':
      return allowed ? fc.constantFrom<Json>(...allowed.constraint) : fc.oneof(fc.string(), fc.integer());
    case 'List':
      return element.schema?.['*'] ? fc.array(near(element.schema['*']), { maxLength: 3 }) : fc.constant([]);
    case 'Map': {
      const plain = element.schema ? nearSpec(element.schema) : fc.dictionary(fc.string(), anyJson, { maxKeys: 3 });
      return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: plain.map((value) => JSON.stringify(value)) });
    }
  }
}

/** Properties that a schema may take. */
export function nearSpec(schema: SpecSchema): fc.Arbitrary<JsonObject> {
  const items = Object.entries(schema).map(([name, element]) => {
    const value = near(element).map((v): [string, Json][] => [[name, v]]);
    return element.required ? value : fc.oneof(fc.constant<[string, Json][]>([]), value);
  });
  return fc.tuple(...items).map((entries) => Object.fromEntries(entries.flat()));
}
