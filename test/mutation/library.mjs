// Every module of the program, translated once and made afresh for each mutant: what was learnt or counted in one never reaches the next.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import * as bench from './bench.mjs';

/** Where tests are that need nothing but their process. */
const TESTS = ['test/unit/domain', 'test/unit/app', 'test/unit/wire', 'test/property'];
/** What has no place here: it takes longer than all the rest, wants the machine's clock for itself, or awaits something before it has begun. */
const LEFT_OUT = [
  'test/property/app/engine.test.ts',
  'test/property/app/interleavings.test.ts',
  'test/property/app/schedules.test.ts',
  'test/property/platform/cron-calendar.test.ts',
  'test/unit/app/circuits/behind-circuit.test.ts',
  'test/unit/wire/senlin/openapi.test.ts',
];

export const filesIn = (room, ending) =>
  readdirSync(room, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${room}/${name}`)
    .sort();

export const SUITES = TESTS.flatMap((room) => filesIn(room, '.test.ts')).filter((file) => !LEFT_OUT.includes(file));
export const SIMULATOR = 'lib/simulator/simulate.ts';

/** A file as a function of what it exports and of who finds what it imports. */
function translate(file, text) {
  const here = {
    'import.meta.url': JSON.stringify(pathToFileURL(path.resolve(file)).href),
    'import.meta.dirname': JSON.stringify(path.resolve(path.dirname(file))),
  };
  const { code } = transformSync(text, {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    define: here,
    supported: { 'dynamic-import': false },
  });
  const imports = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  return { run: vm.compileFunction(code, ['exports', 'require', 'module'], { filename: path.resolve(file) }), imports };
}

const known = new Map();
function translated(file) {
  if (!known.has(file)) known.set(file, translate(file, readFileSync(file, 'utf8')));
  return known.get(file);
}

const placeOf = (file, name) => path.join(path.dirname(file), name);
const isOurs = (name) => name.startsWith('.');

/** Everything that a file reaches, with whom it imports. */
function reached(file, seen = new Map()) {
  if (seen.has(file) || !file.endsWith('.ts')) return seen;
  const { imports } = translated(file);
  seen.set(file, imports);
  for (const name of imports) if (isOurs(name)) reached(placeOf(file, name), seen);
  return seen;
}

const packages = new Map([['@jest/globals', { __esModule: true, ...bench }]]);

/** Translates everything, and loads the packages that it asks for. @returns the files, with the names of what each imports */
export async function open() {
  const all = new Map();
  for (const file of [SIMULATOR, ...SUITES]) reached(file, all);
  for (const name of new Set([...all.values()].flat()))
    if (!isOurs(name) && !packages.has(name)) packages.set(name, { __esModule: true, ...(await import(name)) });
  return all;
}

/** A program of its own. @param mutant a file, and its text instead of what it is @returns what loads a file of it */
export function programWith(mutant) {
  const loaded = new Map();
  function load(file) {
    const before = loaded.get(file);
    if (before) return before.exports;
    const module = { exports: {} };
    loaded.set(file, module);
    if (file.endsWith('.json')) module.exports = { __esModule: true, default: JSON.parse(readFileSync(file, 'utf8')) };
    else {
      const { run } = file === mutant?.file ? translate(file, mutant.text) : translated(file);
      run(module.exports, (name) => (isOurs(name) ? load(placeOf(file, name)) : packages.get(name)), module);
    }
    return module.exports;
  }
  return load;
}

/** Suites that reach a file by what they import, with the number of steps that it takes, nearest first. */
export function nearTo(file, all) {
  const importers = new Map();
  for (const [importer, names] of all)
    for (const name of names)
      if (isOurs(name)) importers.set(placeOf(importer, name), [...(importers.get(placeOf(importer, name)) ?? []), importer]);
  const steps = new Map([[file, 0]]);
  for (const [at, far] of steps) for (const importer of importers.get(at) ?? []) if (!steps.has(importer)) steps.set(importer, far + 1);
  return [...steps].filter(([name]) => SUITES.includes(name));
}
