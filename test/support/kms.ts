import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Ask = {
  readonly KeyId?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
};

/** KMS as its API reference tells of it: two operations of the JSON 1.1 protocol, data keys bound to their encryption context. */
export async function startKms() {
  const keys = new Map<string, Buffer>();
  const asked: { readonly operation: string; readonly body: Ask }[] = [];
  const masterOf = (id: string) => {
    const key = keys.get(id) ?? randomBytes(32);
    keys.set(id, key);
    return key;
  };
  const contextOf = ({ EncryptionContext = {} }: Ask) => Buffer.from(JSON.stringify(Object.entries(EncryptionContext).sort()));
  const refuse = (type: string) => ({ status: 400, body: { __type: type, message: type } });

  function generate(body: Ask) {
    const plain = randomBytes(32);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', masterOf(body.KeyId ?? ''), iv).setAAD(contextOf(body));
    const blob = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { status: 200, body: { KeyId: body.KeyId, Plaintext: plain.toString('base64'), CiphertextBlob: blob.toString('base64') } };
  }
  function decrypt(body: Ask) {
    const blob = Buffer.from(body.CiphertextBlob ?? '', 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', masterOf(body.KeyId ?? ''), blob.subarray(0, 12)).setAAD(contextOf(body));
      decipher.setAuthTag(blob.subarray(-16));
      const plain = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      return { status: 200, body: { KeyId: body.KeyId, Plaintext: plain.toString('base64') } };
    } catch {
      return refuse('InvalidCiphertextException');
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Ask;
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    asked.push({ operation, body });
    const answer = body.KeyId?.startsWith('disabled')
      ? refuse('DisabledException')
      : operation === 'GenerateDataKey'
        ? generate(body)
        : decrypt(body);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
