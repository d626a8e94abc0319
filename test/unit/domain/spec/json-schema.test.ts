import { expect, test } from '@jest/globals';
import { boolean, freeMap, integer, list, map, number, string } from '../../../../lib/domain/spec/element.ts';
import { specToJsonSchema } from '../../../../lib/domain/spec/json-schema.ts';

test('every type of element in the words of JSON Schema', () => {
  const schema = {
    name: string('Name.', { required: true }),
    kind: string('Kind.', { default: 'a', values: ['a', 'b'] }),
    count: integer('Count.', { default: 0, updatable: true }),
    share: number('Share.'),
    on: boolean('On.', { default: false }),
    any: freeMap('Any.'),
    pool: map(undefined, { id: string('Id.') }),
    words: list('Words.', string('Word.', { required: true })),
  };
  expect(specToJsonSchema(schema)).toStrictEqual({
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', description: 'Name.' },
      kind: { type: 'string', description: 'Kind.', default: 'a', enum: ['a', 'b'] },
      count: { type: 'integer', description: 'Count.', default: 0 },
      share: { type: 'number', description: 'Share.' },
      on: { type: 'boolean', description: 'On.', default: false },
      any: { type: 'object', additionalProperties: true, description: 'Any.' },
      pool: { type: 'object', properties: { id: { type: 'string', description: 'Id.' } }, additionalProperties: false },
      words: { type: 'array', items: { type: 'string', description: 'Word.' }, description: 'Words.' },
    },
  });
});
