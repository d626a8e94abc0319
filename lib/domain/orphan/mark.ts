/** What of a resource's mark never changes while the resource is there, and what its signature is made over. */
export type Mark = {
  readonly installation: string;
  /** The id of the action that made it. */
  readonly token: string;
  readonly project: string;
  readonly nodeId: string;
};

/**
 * What a mark is worth. Labels, variables and names can be written by many; a signature only by who has the installation's secret.
 *
 * `unsigned`: from a version that did not sign yet, from an installation without a secret, or somebody else's. `forged`: the signature is wrong, or it
 * was made for another resource.
 */
export type Proof = 'signed' | 'unsigned' | 'forged';

/** The text that is signed. @param on what kind of thing bears the mark, so that a mark of one kind proves nothing on another */
export const markText = (on: string, { installation, token, project, nodeId }: Mark): string =>
  JSON.stringify(['mark.1', on, installation, token, project, nodeId]);

/** The signer of an installation that has no secret: it signs nothing, and nothing proves anything to it. */
export const UNSIGNED = { sign: (): string => '', judge: (): Proof => 'unsigned' } as const;
