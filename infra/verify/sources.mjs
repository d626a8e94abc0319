import { existsSync, readdirSync } from 'node:fs';

/** Every TypeScript file below a folder, in order; none when the folder does not exist. */
export const sources = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`)
        .sort()
    : [];

/** Prints the faults and sets the exit code, so that several checks can run and all be read. */
export function report(check, faults) {
  for (const fault of faults) console.error(fault);
  console.log(faults.length ? `${check}: ${faults.length} fault(s)` : `${check}: ok`);
  if (faults.length) process.exitCode = 1;
}
