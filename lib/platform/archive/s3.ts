import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ensureName, type Objects } from './objects.ts';

/** Two tries fit into it, so that a bucket that does not answer is a refusal and not the end of the function. */
const IN_TIME = { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/** By path, which every endpoint understands, and buckets with dots in their names need. The endpoint comes from AWS_ENDPOINT_URL_S3. */
export const s3Client = (): S3Client => new S3Client({ forcePathStyle: true, maxAttempts: 3, requestHandler: { ...IN_TIME } });

/** Somebody was first, or is about to be: what is there then, whoever asks for it sees. */
const TAKEN = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/**
 * Objects of a bucket below a prefix. Asks for no more than `PutObject` and `GetObject` to store, and `ListBucket` to look through.
 *
 * @param prefix with no slash at its end; empty for the whole bucket
 */
export function s3Objects(client: Pick<S3Client, 'send'>, bucket: string, prefix: string): Objects {
  const keyOf = (name: string): string => (prefix === '' ? name : `${prefix}/${name}`);
  return {
    place: `s3://${prefix === '' ? bucket : `${bucket}/${prefix}`}`,

    async put(name, bytes) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(ensureName(name)),
            Body: bytes,
            ContentType: name.endsWith('.json') ? 'application/json' : 'application/gzip',
            // S3 refuses what did not arrive as it was sent.
            ChecksumAlgorithm: 'SHA256',
            IfNoneMatch: '*',
          }),
        );
        return 'new';
      } catch (error) {
        if (error instanceof Error && TAKEN.has(error.name)) return 'there';
        throw error;
      }
    },

    async get(name) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(ensureName(name)) }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },

    async *list(start) {
      let ContinuationToken: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: keyOf(start), ...(ContinuationToken && { ContinuationToken }) }),
        );
        for (const { Key = '' } of page.Contents ?? []) yield Key.slice(keyOf('').length);
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (ContinuationToken);
    },
  };
}
