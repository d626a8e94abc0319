// What the service is shipped with: from the registry and nowhere else, under licences that let it be passed on, without known holes, and written down in a bill of materials.
// `node infra/verify/dependencies.mjs`, after `npm ci`; with `--audited`, where a registry that does not answer audits is no excuse. Writes dist/sbom.cdx.json.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { report } from './sources.mjs';

const LOCKFILE = 'package-lock.json';
const BILL = 'dist/sbom.cdx.json';

/** Any of them may be part of something under Apache-2.0. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'Unlicense'];
/** How bad a known hole must be to fail the build. */
const FATAL = ['high', 'critical'];

const nameOf = (place, { name }) => name ?? place.split('node_modules/').at(-1);
const isOurs = ([place]) => place !== '';

/** Everything that is locked: from the registry, which is not named, and proved by a hash. */
export function lockfileFaults({ lockfileVersion, packages }) {
  const faults = lockfileVersion === 3 ? [] : [`${LOCKFILE}: version ${lockfileVersion}, not 3`];
  for (const [place, { resolved, integrity, link, inBundle }] of Object.entries(packages).filter(isOurs)) {
    if (resolved !== undefined)
      faults.push(`${LOCKFILE}: ${place} is from ${resolved}: packages come from the registry that is configured, and no other place`);
    if (link) faults.push(`${LOCKFILE}: ${place} is a link to a folder`);
    else if (!inBundle && !/^sha512-/.test(integrity ?? '')) faults.push(`${LOCKFILE}: ${place} has no SHA-512`);
  }
  for (const [name, version] of Object.values(packages).flatMap((one) =>
    Object.entries({ ...one.dependencies, ...one.optionalDependencies }),
  ))
    if (/^(git|http|https|file|link|github|gitlab|bitbucket)[:+]|^[\w.-]+\/[\w.-]+(#|$)/.test(version))
      faults.push(`${LOCKFILE}: ${name} is asked for from ${version}`);
  return faults;
}

/** What is shipped: the dependencies of those that `dependencies` and `optionalDependencies` name. */
export const shipped = ({ packages }) =>
  Object.entries(packages)
    .filter((one) => isOurs(one) && !one[1].dev)
    .map(([place, entry]) => ({
      place,
      name: nameOf(place, entry),
      version: entry.version,
      licence: entry.license,
      optional: entry.optional === true,
    }));

/** @param read what an installed package says itself, where the lockfile does not */
export function licenceFaults(packages, read) {
  const allowed = (text) =>
    text
      .replace(/[()]/g, ' ')
      .split(/\s+OR\s+/)
      .some((one) =>
        one
          .trim()
          .split(/\s+AND\s+/)
          .every((each) => LICENCES.includes(each.trim())),
      );
  return packages.flatMap(({ place, name, version, licence }) => {
    const said = licence ?? read(place);
    if (said === undefined) return [`${name} ${version} does not say under which licence it is`];
    return allowed(said) ? [] : [`${name} ${version} is under ${said}, which is not among ${LICENCES.join(', ')}`];
  });
}

/** @returns what is wrong, or why nobody can tell */
export function auditFaults(answer) {
  if (!answer?.metadata?.vulnerabilities) return { unknown: answer?.message ?? answer?.error?.summary ?? 'no answer that can be read' };
  const grave = Object.values(answer.vulnerabilities ?? {}).filter(({ severity }) => FATAL.includes(severity));
  return {
    faults: grave.map(
      ({ name, severity, via }) => `${name} has a known hole (${severity}): ${via.map((one) => one.title ?? one).join('; ')}`,
    ),
  };
}

const purlOf = ({ name, version }) => `pkg:npm/${name}@${version}`;
const isNamed = (packages) => {
  const purls = new Set(packages.map(purlOf));
  return ({ purl = '' }) => purls.has(decodeURIComponent(purl));
};

/** Of everything that npm knows of, what is shipped. npm's own `--omit=dev` leaves out what tools need as well. @param name ours: npm says the folder's */
export function shippedBill({ metadata, components, dependencies, ...bill }, packages, name) {
  const kept = components.filter(isNamed(packages));
  const refs = new Set([metadata.component['bom-ref'], ...kept.map((one) => one['bom-ref'])]);
  const among = dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  return { ...bill, metadata: { ...metadata, component: { ...metadata.component, name } }, components: kept, dependencies: among };
}

/** Everything that is shipped has to be in the bill. */
export function billFaults({ components }, packages) {
  const named = new Set(components.map(({ purl = '' }) => decodeURIComponent(purl)));
  return packages.filter((one) => !named.has(purlOf(one))).map(({ name, version }) => `${BILL}: ${name} ${version} is missing`);
}

const npm = (...words) => spawnSync('npm', words, { encoding: 'utf8', maxBuffer: 64 << 20 });
const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function main() {
  const lockfile = JSON.parse(readFileSync(LOCKFILE, 'utf8'));
  const packages = shipped(lockfile);
  const installed = (place) => {
    const file = `${place}/package.json`;
    const { license, licenses } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    return license ?? licenses?.map(({ type }) => type).join(' OR ');
  };
  const faults = [...lockfileFaults(lockfile), ...licenceFaults(packages, installed)];

  const known = parsed(npm('sbom', '--sbom-format=cyclonedx', '--package-lock-only').stdout);
  if (known) {
    const bill = shippedBill(known, packages, lockfile.name);
    mkdirSync('dist', { recursive: true });
    writeFileSync(BILL, `${JSON.stringify(bill, null, 1)}\n`);
    faults.push(...billFaults(bill, packages));
  } else faults.push(`${BILL}: npm made none`);

  const { faults: holes = [], unknown } = auditFaults(parsed(npm('audit', '--omit=dev', '--json').stdout));
  faults.push(...holes);
  if (unknown !== undefined) {
    console.log(`dependencies: NOT AUDITED, since the registry does not say what is known of them: ${unknown}`);
    if (process.argv.includes('--audited')) faults.push('dependencies: they have to be audited, and were not');
  }
  report(`dependencies (${packages.length} shipped)`, faults);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
