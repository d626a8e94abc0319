import { z } from 'zod';
import type { NewCredential } from '../../app/identity/create-application-credential.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import { Description, Id, Name, type Parsed, parseBody, Secret } from './parse-body.ts';

const RoleRef = z
  .strictObject({ id: Id.optional(), name: Name.optional() })
  .refine(({ id, name }) => (id === undefined) !== (name === undefined), 'exactly one of id and name must be present.');

const Body = z.object({
  application_credential: z.strictObject({
    name: Name,
    description: Description.nullish(),
    secret: Secret.min(1).nullish(),
    expires_at: z
      .string()
      .max(64)
      .refine((value) => parseTime(value) !== undefined, 'Timestamp not in expected format.')
      .nullish(),
    roles: z.array(RoleRef).max(64).nullish(),
    unrestricted: z.boolean().nullish(),
    // A credential that promises to be narrower than it is would be worse than none.
    access_rules: z.array(z.unknown()).max(0, 'access rules are not supported').nullish(),
  }),
});

/** The body of POST /v3/users/{id}/application_credentials. */
export function parseCredentialRequest(body: string): Parsed<NewCredential> {
  const parsed = parseBody(Body, body);
  if (parsed.kind === 'fault') return parsed;
  const { name, description, secret, expires_at: expiresAt, roles, unrestricted } = parsed.value.application_credential;
  return {
    kind: 'ok',
    value: {
      name,
      description: description ?? null,
      secret: secret ?? undefined,
      expiresAt: (expiresAt && parseTime(expiresAt)) || null,
      roles: roles?.map((role) => role.id ?? role.name ?? ''),
      unrestricted: unrestricted ?? false,
    },
  };
}

const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/;

/** ISO 8601; UTC when it does not say otherwise. Undefined for a day that is in no calendar. */
function parseTime(text: string): Instant | undefined {
  const [, day = '', time, fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const ms = Date.parse(`${day}T${time}${fraction}${zone.replace(/^(.\d{2})(\d{2})$/, '$1:$2')}`);
  if (Number.isNaN(ms) || Number.isNaN(midnight)) return undefined;
  return new Date(midnight).toISOString().startsWith(day) ? instant(ms) : undefined;
}
