import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/** Where secrets can be: with us, or with somebody who keeps them anyway. */
export const SECRET_BACKENDS = ['coppice', 'secretsmanager', 'ssm', 'barbican'] as const;
export type SecretBackendName = (typeof SECRET_BACKENDS)[number];

/** What stands in a spec in place of a value. */
export type SecretRef = { readonly secret_ref: string };

/** One that can be followed. */
export type Reference = {
  readonly text: string;
  readonly backend: SecretBackendName;
  /** What the backend calls it. */
  readonly id: string;
  /** Of a secret that is a JSON object: the member that is meant. */
  readonly key?: string;
};

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** What each backend takes for the name of a secret. Those of AWS stand below the project's own prefix, so no name can lead out of it. */
const NAMES: Readonly<Record<SecretBackendName, { readonly pattern: RegExp; readonly words: string }>> = {
  coppice: { pattern: /^[\w.~-]{1,255}$/, words: 'the name or the id of a secret' },
  secretsmanager: { pattern: /^[A-Za-z0-9_+=.@-][A-Za-z0-9/_+=.@-]{0,254}$/, words: "letters, digits and /_+=.@-, and no '/' in front" },
  ssm: { pattern: /^[A-Za-z0-9_.-][A-Za-z0-9/_.-]{0,254}$/, words: "letters, digits and /_.-, and no '/' in front" },
  // What Barbican itself calls a reference is a URL: only its end counts, so that no spec says whom we ask.
  barbican: { pattern: new RegExp(`^(https?://[^\\s#?]+/v1/secrets/)?${UUID}$`), words: 'the UUID of a secret, or its URL' },
};

const FORM = `'<backend>:<name>' or '<backend>:<name>#<key>', where the backend is ${SECRET_BACKENDS.join(', ')}`;

/** Whether this is meant as a reference, well made or not. */
export const isReferenceLike = (value: Json | undefined): value is JsonObject => isJsonObject(value) && Object.hasOwn(value, 'secret_ref');

/** @returns in words why it is none. They do not repeat what was given: somebody may have put the secret itself there. */
export function readReference(value: JsonObject): Reference | string {
  const { secret_ref: text, ...more } = value;
  if (Object.keys(more).length > 0) return "a reference to a secret has 'secret_ref' and nothing else";
  if (typeof text !== 'string') return `the 'secret_ref' must be ${FORM}`;
  const [, scheme = '', id = '', key] = /^([a-z]+):([^#]+)(?:#(.{1,255}))?$/s.exec(text) ?? [];
  const backend = SECRET_BACKENDS.find((name) => name === scheme);
  if (!backend) return `the 'secret_ref' must be ${FORM}`;
  const { pattern, words } = NAMES[backend];
  if (!pattern.test(id)) return `the name in a 'secret_ref' of '${backend}' must be ${words}`;
  return { text, backend, id: backend === 'barbican' ? id.slice(-36) : id, ...(key !== undefined && { key }) };
}

/** A reference that was read before. */
export const isSecretRef = (value: Json | undefined): value is SecretRef =>
  isReferenceLike(value) && typeof readReference(value) !== 'string';
