/**
 * Thrown from the store to the edge, and caught nowhere else: the table does not answer, has no room, or is asked too much at once. It passes. What was being
 * written may have been written, or not.
 */
export class TableUnavailable extends Error {
  constructor(options: { readonly cause: { readonly message: string } }) {
    super(`the table cannot be used: ${options.cause.message}`, options);
  }
}
