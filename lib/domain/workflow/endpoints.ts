import { isJsonObject, type Json } from '../kernel/json.ts';
import type { DefinitionFault } from './definition.ts';

/** An address that a definition itself names, and where. One that is put together when the workflow runs is judged then. */
export type Endpoint = Pick<DefinitionFault, 'pointer'> & { readonly url: string };

/** Every address that tasks are to call, wherever in the machine they are. @param definition one that was read, so that what looks like a task is one */
export function* endpointsIn(definition: Json, pointer = ''): Generator<Endpoint> {
  if (typeof definition !== 'object' || definition === null) return;
  if (isJsonObject(definition) && definition.Type === 'Task' && isJsonObject(definition.Parameters)) {
    const { ApiEndpoint: url } = definition.Parameters;
    if (typeof url === 'string') yield { pointer: `${pointer}/Parameters/ApiEndpoint`, url };
  }
  for (const [name, inner] of Object.entries(definition))
    yield* endpointsIn(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
