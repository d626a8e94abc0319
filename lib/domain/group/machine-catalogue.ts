import { z } from 'zod';
import { type JsonObject, JsonObject as jsonObject } from '../kernel/json.ts';

/** What an image is here: a type of profile, and the properties that it alone settles. */
const Image = z.strictObject({
  type: z.string().min(1),
  version: z.string().default('1.0'),
  properties: jsonObject.default({}),
  name: z.string().optional(),
});

/** What an instance type is: its size, for those who ask, and what it adds to the properties of each type of profile. */
const InstanceType = z.strictObject({
  vcpus: z.int().positive().default(1),
  memory_mib: z.int().positive().default(1_024),
  properties: z.record(z.string(), jsonObject).default({}),
});

/**
 * What images and instance types mean to an installation. Names may end in `*`; the longest that fits counts.
 *
 * An image that is not here is none. An instance type that is not here adds nothing: its name is kept, and given back.
 */
export const MachineCatalogue = z.strictObject({
  images: z.record(z.string(), Image).default({}),
  instance_types: z.record(z.string(), InstanceType).default({}),
});
export type MachineCatalogue = Readonly<z.infer<typeof MachineCatalogue>>;

/** What EC2 launches where nobody says of which type. */
export const USUAL_TYPE = 'm1.small';

/** What an instance is, by AWS's names. */
export type Machine = {
  readonly imageId: string;
  readonly instanceType: string;
  /** The template it was launched from, and the number of its version. */
  readonly template?: { readonly id: string; readonly name: string; readonly version: string };
  /** What the template has its instances tagged with. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What else was said where it was launched by itself, as the client sent it: over what its template says. */
  readonly said?: JsonObject;
};

/** The spec of a profile for machines of an image and a type; undefined when there is no such image. */
export function specOf({ images, instance_types }: MachineCatalogue, { imageId, instanceType }: Machine): JsonObject | undefined {
  const image = named(images, imageId);
  if (!image) return undefined;
  const size = named(instance_types, instanceType)?.properties[image.type] ?? {};
  return { type: image.type, version: image.version, properties: { ...image.properties, ...size } };
}

/** What is known of an instance type, under its own name or one that ends in `*`. */
export const sizeOf = ({ instance_types }: MachineCatalogue, instanceType: string) => named(instance_types, instanceType);

/** The names that an installation has images and instance types by, without those that end in `*`. */
export const listed = (entries: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(entries)
    .filter((name) => !name.endsWith('*'))
    .sort();

export const imageOf = ({ images }: MachineCatalogue, imageId: string) => named(images, imageId);

function named<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  if (Object.hasOwn(entries, name)) return entries[name];
  const fits = Object.keys(entries).filter((entry) => entry.endsWith('*') && name.startsWith(entry.slice(0, -1)));
  const [best] = fits.sort((a, b) => b.length - a.length);
  return best === undefined ? undefined : entries[best];
}
