import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/** The address that a policy will have told of nodes that wait, if it names one: so that it is refused where it is written down, and not when the first node waits. */
export function hookUrl({ properties }: JsonObject): string | undefined {
  const { hooks, target } = objectOf(properties);
  const url = objectOf(target).url ?? objectOf(objectOf(hooks).params).url;
  return typeof url === 'string' && url !== '' ? url : undefined;
}

/** The topic that it will have told, if it names one. */
export function hookTopic({ properties }: JsonObject): string | undefined {
  const { topic } = objectOf(objectOf(properties).target);
  return typeof topic === 'string' && topic !== '' ? topic : undefined;
}

const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
