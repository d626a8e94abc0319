import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { endpointsIn } from '../../../../lib/domain/workflow/endpoints.ts';

const call = (Parameters: JsonObject): JsonObject => ({ Type: 'Task', Resource: 'coppice:http', Parameters, End: true });

test('addresses are found wherever a task may be, and what is put together later is not one', () => {
  const one = { StartAt: 'A', States: { A: call({ ApiEndpoint: 'https://inner.example/' }) } };
  const definition: JsonObject = {
    StartAt: 'a/b',
    States: {
      'a/b': call({ ApiEndpoint: 'https://outer.example/', RequestBody: { ApiEndpoint: 'data' } }),
      Later: call({ 'ApiEndpoint.$': '$.url' }),
      Both: { Type: 'Parallel', Branches: [one, one], End: true },
      Many: { Type: 'Map', ItemProcessor: one, End: true },
      Rest: { Type: 'Pass', Parameters: { ApiEndpoint: 'data' }, End: true },
    },
  };
  expect([...endpointsIn(definition)]).toEqual([
    { pointer: '/States/a~1b/Parameters/ApiEndpoint', url: 'https://outer.example/' },
    { pointer: '/States/Both/Branches/0/States/A/Parameters/ApiEndpoint', url: 'https://inner.example/' },
    { pointer: '/States/Both/Branches/1/States/A/Parameters/ApiEndpoint', url: 'https://inner.example/' },
    { pointer: '/States/Many/ItemProcessor/States/A/Parameters/ApiEndpoint', url: 'https://inner.example/' },
  ]);
});
