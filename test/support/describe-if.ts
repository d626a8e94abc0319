import { describe } from '@jest/globals';

/**
 * `describe` for what needs something that may not be on this machine.
 *
 * @param missing why it cannot run here, or undefined when it can. Skipping says so: a suite that ran nothing must not look like one that passed.
 */
export function describeIf(missing: string | undefined, name: string, body: () => void): void {
  if (missing === undefined) {
    describe(name, body);
    return;
  }
  process.stderr.write(`skipped: ${name}: ${missing}\n`);
  describe.skip(`${name} (${missing})`, body);
}
