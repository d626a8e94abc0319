import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from '@jest/globals';
import { objectArchive } from '../../lib/platform/archive/object-archive.ts';
import { readArchive } from '../../lib/platform/archive/read-archive.ts';
import { s3Objects } from '../../lib/platform/archive/s3.ts';
import { aRecord, batchOf, found } from '../support/batches.ts';
import { muteServer } from '../support/mute-server.ts';
import { s3ClientAt, startS3 } from '../support/s3.ts';
import { describeArchive } from './archive.ts';

const s3 = await startS3();
let places = 0;

describeArchive('S3', async () => ({
  empty: async () => s3Objects(s3.client, s3.bucket, `prefix/${++places}`),
  overwrite: async ({ place }, name, Body) => {
    const Key = `${place.slice(`s3://${s3.bucket}/`.length)}/${name}`;
    await s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key, Body }));
  },
  closed: async () => s3Objects(s3.client, 'nobodys-bucket', ''),
  close: async () => {},
}));

test('a prefix is a folder and not the beginning of a word', async () => {
  await objectArchive(s3Objects(s3.client, s3.bucket, 'tenant')).keep(batchOf(aRecord('a')));
  await objectArchive(s3Objects(s3.client, s3.bucket, 'tenant2')).keep(batchOf(aRecord('b')));
  expect(await found(readArchive(s3Objects(s3.client, s3.bucket, 'tenant')))).toEqual(['a']);
});

test('a bucket that does not answer is unavailable', async () => {
  const mute = await muteServer();
  const kept = await objectArchive(s3Objects(s3ClientAt(mute.url, 100), 'b', '')).keep(batchOf(aRecord('a')));
  mute.close();
  expect(kept).toMatchObject({ kind: 'fault', fault: { kind: 'transient', code: 'archive.unavailable' } });
});

test('more objects than one page lists are all found', async () => {
  const send = (command: object) => {
    if (command instanceof ListObjectsV2Command) command.input.MaxKeys = 2;
    return s3.client.send(command as never);
  };
  const objects = s3Objects({ send } as never, s3.bucket, 'many');
  for (const name of ['a', 'b', 'c']) await objectArchive(objects).keep(batchOf(aRecord(name)));
  expect(await found(readArchive(objects))).toEqual(['a', 'b', 'c']);
});

afterAll(() => s3.stop());
