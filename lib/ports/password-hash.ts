/** Turns a password, which people choose, into something that is slow to guess at. */
export interface PasswordHash {
  /** A salted hash that carries its own parameters. Two calls with the same password differ. */
  hash(password: string): Promise<string>;

  /**
   * Whether this is the password the hash was made from, compared in constant time.
   *
   * @param hash undefined for a user who does not exist: as much work is done, and the answer is false, so that the
   *             time taken does not tell which names exist
   */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}
