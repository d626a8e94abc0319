/** The operator's to put right: says which setting is wrong and what with. Whoever starts the service shows it without a stack. */
export class BadConfiguration extends Error {
  constructor(what: string) {
    super(`bad configuration: ${what}`);
    this.name = 'BadConfiguration';
  }
}
