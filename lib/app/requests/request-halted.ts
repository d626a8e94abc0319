/** Thrown from the store to the edge, and caught nowhere else: the request must not go on. */
export class RequestHalted extends Error {
  constructor(
    /** `overtaken`: the same request, sent again, was faster. `changed`: what it is about is not what the client saw. */
    readonly why: 'overtaken' | 'changed',
  ) {
    super(why);
  }
}
