/**
 * The shape of a document: what its fields are, and what they mean. Stored beside every document.
 *
 * A field that older versions may pass over is no other shape: they keep it, since documents are written whole. What they would get wrong is: a new kind or
 * phase of an action, a field that changes what another means. Then the kind's number goes up, and older versions only look.
 */
export const FIRST_SHAPE = 1;

const SHAPE = Symbol('shape');

/** A document that a newer version wrote, marked as such. The mark goes along with `{ ...doc }`, and is never stored. */
export const ofNewerShape = <T extends object>(doc: T, shape: number): T => ({ ...doc, [SHAPE]: shape });

/** The shape of a document that this version must not write; undefined where it may. */
export const newerShapeOf = (doc: object): number | undefined => (doc as { readonly [SHAPE]?: number })[SHAPE];

/** Thrown from the store to the edge, and caught nowhere else: only a newer version can go on. It will, when somebody asks again. */
export class NewerShape extends Error {
  constructor(what: string, id: string) {
    super(`the ${what} ${id} was written by a newer version of the service`);
  }
}
