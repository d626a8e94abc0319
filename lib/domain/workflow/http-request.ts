import { z } from 'zod';
import type { Json } from '../kernel/json.ts';
import { isSecretRef, type SecretRef } from '../secret/reference.ts';

const HeaderValue = z.union([
  z.string(),
  z.custom<SecretRef>((value) => isSecretRef(value as Json), 'A text or a reference to a secret is expected'),
]);

const Request = z.strictObject({
  ApiEndpoint: z.string(),
  Method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  Headers: z.record(z.string(), HeaderValue).default({}),
  RequestBody: z.custom<Json>(() => true).optional(),
});

/** What a task of `coppice:http` is given, in the words of AWS's own `http:invoke`. @returns in words what is wrong with it */
export function readHttpRequest(input: Json): z.infer<typeof Request> | string {
  const read = Request.safeParse(input);
  return read.success ? read.data : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`).join(' ');
}
