/** Where an archive is: a folder, a bucket with a prefix that ends in no slash, or a module that keeps it somehow. */
export type Location =
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 's3'; readonly bucket: string; readonly prefix: string }
  | { readonly type: 'module'; readonly path: string };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const SEGMENT = /^[A-Za-z0-9!_.*'()=-]{1,255}$/;

/** @returns why it is none, as a sentence's end, when it is none */
export function readLocation(text: string): Location | string {
  if (text.startsWith('s3://')) {
    const [bucket = '', ...segments] = text.slice('s3://'.length).replace(/\/$/, '').split('/');
    if (!BUCKET.test(bucket)) return `names no bucket: '${bucket}'`;
    const wrong = segments.find((segment) => isUpward(segment) || !SEGMENT.test(segment));
    if (wrong !== undefined) return `has a prefix that may not be: '${wrong}' is no part of one`;
    return { type: 's3', bucket, prefix: segments.join('/') };
  }
  const isModule = text.startsWith('module:');
  const path = isModule ? text.slice('module:'.length) : text;
  if (/^[a-z0-9]+:\/\//i.test(path)) return 'is neither s3://bucket/prefix, nor module:file, nor a folder';
  if (path === '' || path.includes('\0')) return 'names no file or folder';
  if (path.split('/').some((segment) => segment === '..')) return "leads out of where it begins: '..' is no part of it";
  return { type: isModule ? 'module' : 'folder', path };
}

const isUpward = (segment: string): boolean => segment === '.' || segment === '..';

/** The same as text. */
export const textOf = (location: Location): string =>
  location.type === 's3'
    ? ['s3:/', location.bucket, location.prefix].filter(Boolean).join('/')
    : location.type === 'module'
      ? `module:${location.path}`
      : location.path;
