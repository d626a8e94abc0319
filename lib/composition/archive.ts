import { unreachable } from '../domain/kernel/fault.ts';
import type { Location } from '../domain/retention/location.ts';
import { folderObjects } from '../platform/archive/folder.ts';
import { objectArchive } from '../platform/archive/object-archive.ts';
import type { Objects } from '../platform/archive/objects.ts';
import type { Archive } from '../ports/archive.ts';

/** The objects of an archive that can be looked through. S3's client is loaded only where there is a bucket: nobody else pays for it. */
export async function objectsAt(location: Exclude<Location, { readonly type: 'module' }>): Promise<Objects> {
  if (location.type === 'folder') return folderObjects(location.path);
  const { s3Client, s3Objects } = await import('../platform/archive/s3.ts');
  return s3Objects(s3Client(), location.bucket, location.prefix);
}

export async function archiveAt(location: Location): Promise<Archive> {
  switch (location.type) {
    case 'folder':
    case 's3':
      return objectArchive(await objectsAt(location));
    case 'module': {
      const { moduleArchive } = await import('../platform/archive/module.ts');
      return moduleArchive(location.path);
    }
    default:
      return unreachable(location);
  }
}
