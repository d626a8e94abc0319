/** Counts requests by the minute, for all processes together. */
export interface RequestMeter {
  /**
   * Takes one of a project's requests in a minute.
   *
   * @param minute minutes since the epoch @returns whether there was one left
   */
  take(project: string, minute: number, most: number): Promise<boolean>;
}
