/** HMAC-SHA256 in hexadecimal: proof that who made a text knows a secret. */
export interface Hmac {
  sign(secret: string, text: string): string;
  /** Compared in constant time. @param signature of any length */
  matches(secret: string, text: string, signature: string): boolean;
}
