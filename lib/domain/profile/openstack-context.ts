import type { JsonObject } from '../kernel/json.ts';
import { textOf } from '../spec/scalar.ts';

/** What a profile may say about who calls the cloud and where. */
const KEYS = new Set([
  ...['auth_token', 'auth_token_info', 'auth_url', 'trusts', 'region_name', 'roles', 'password', 'api_version', 'request_id'],
  ...['user_id', 'user_name', 'user_domain_id', 'user_domain_name', 'project_id', 'project_name', 'project_domain_id'],
  ...['project_domain_name', 'domain_id', 'domain_name', 'is_admin', 'read_only', 'show_deleted'],
]);

export function unknownContextKeys(context: JsonObject | undefined): string | undefined {
  const unknown = Object.keys(context ?? {}).filter((key) => !KEYS.has(key));
  return unknown.length > 0 ? `Some keys in 'context' are invalid: ${textOf(unknown)}` : undefined;
}
