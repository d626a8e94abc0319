/**
 * The AWS Signature Version 4 arithmetic: the key derived from a secret for a day, a region and a service, and whether a signature is what that key makes of a text.
 */
export interface SigningKey {
  /** Compared in constant time. @param signature hexadecimal, of any length */
  matches(
    secret: string,
    scope: { readonly day: string; readonly region: string; readonly service: string },
    text: string,
    signature: string,
  ): boolean;
}
