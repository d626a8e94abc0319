import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';

export type LocalS3 = { readonly client: S3Client; readonly endpoint: string; readonly bucket: string; readonly stop: () => Promise<void> };

const TAKEN =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message></Error>';

/** S3 on this machine, with one bucket. It knows no conditional writes by itself: as S3 has them, nothing is put where there is something. */
export async function startS3(bucket = 'archives'): Promise<LocalS3> {
  const app = buildApp({ logger: false });
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'PUT' || request.headers['if-none-match'] !== '*') return;
    const { statusCode } = await app.inject({ method: 'HEAD', url: request.url });
    if (statusCode === 200) await reply.code(412).header('content-type', 'application/xml').send(TAKEN);
  });
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  const client = s3ClientAt(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    endpoint,
    bucket,
    async stop() {
      client.destroy();
      await app.close();
    },
  };
}

/** @param patience milliseconds for one request */
export const s3ClientAt = (endpoint: string, patience = 5_000): S3Client =>
  new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    maxAttempts: 1,
    requestHandler: { requestTimeout: patience, throwOnRequestTimeout: true },
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
