import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { SecretBackend } from '../../ports/secrets.ts';
import { classOf, placeOf } from './aws-names.ts';
import { notFound, refusedBy, unavailable } from './faults.ts';

const NAME = 'ssm';

/** AWS Systems Manager's Parameter Store: what lies below `/<prefix>/<project>/`, decrypted. A parameter that was never encrypted is taken as it is. */
export const parameterStore = (client: SSMClient, prefix: string): SecretBackend => ({
  async read(project, id) {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: `/${placeOf(prefix, project, id)}`, WithDecryption: true }));
      return Parameter?.Value === undefined ? notFound(NAME, id) : { kind: 'ok', value: Parameter.Value };
    } catch (error) {
      const { kind, name } = classOf(error);
      return kind === 'missing' ? notFound(NAME, id) : kind === 'refused' ? refusedBy(NAME, id, name) : unavailable(NAME, name);
    }
  },
});
