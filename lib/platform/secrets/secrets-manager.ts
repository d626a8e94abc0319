import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretBackend } from '../../ports/secrets.ts';
import { classOf, placeOf } from './aws-names.ts';
import { noText, notFound, refusedBy, textOf, unavailable } from './faults.ts';

const NAME = 'secretsmanager';

/** AWS Secrets Manager: the current version of what lies below `<prefix>/<project>/`. */
export const secretsManager = (client: SecretsManagerClient, prefix: string): SecretBackend => ({
  async read(project, id) {
    try {
      const { SecretString, SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: placeOf(prefix, project, id) }));
      const value = SecretString ?? (SecretBinary && textOf(SecretBinary));
      return value === undefined ? noText(NAME, id) : { kind: 'ok', value };
    } catch (error) {
      const { kind, name } = classOf(error);
      return kind === 'missing' ? notFound(NAME, id) : kind === 'refused' ? refusedBy(NAME, id, name) : unavailable(NAME, name);
    }
  },
});
