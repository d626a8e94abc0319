import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Ask = { readonly SecretId?: string; readonly Name?: string; readonly WithDecryption?: boolean };
type Answer = { readonly status: number; readonly body: object };

const refuse = (type: string): Answer => ({ status: 400, body: { __type: type, message: 'No.' } });

/**
 * Secrets Manager and the Parameter Store as far as they are asked here, after their recorded contracts: `GetSecretValue` and `GetParameter` in AWS's JSON 1.1.
 * A secret whose name ends in `denied` may not be read.
 */
export async function startAwsSecrets() {
  /** Texts, or bytes in base64 with Secrets Manager alone. */
  const secrets = new Map<string, { readonly SecretString: string } | { readonly SecretBinary: string }>();
  const parameters = new Map<string, string>();
  const asked: { readonly operation: string; readonly body: Ask }[] = [];

  function answerTo(operation: string, { SecretId = '', Name = '', WithDecryption }: Ask): Answer {
    if (SecretId.endsWith('denied') || Name.endsWith('denied')) return refuse('AccessDeniedException');
    const found = operation === 'GetSecretValue' ? secrets.get(SecretId) : undefined;
    if (found) return { status: 200, body: { Name: SecretId, VersionStages: ['AWSCURRENT'], ...found } };
    if (operation === 'GetSecretValue') return refuse('ResourceNotFoundException');
    const value = parameters.get(Name);
    if (value === undefined) return refuse('ParameterNotFound');
    return { status: 200, body: { Parameter: { Name, Type: 'SecureString', Value: WithDecryption ? value : 'AQICAHi', Version: 1 } } };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Ask;
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    asked.push({ operation, body });
    const answer = answerTo(operation, body);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    parameters,
    asked,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
