// What tests take for `@jest/globals` while mutants are tried: hundreds of suites in one process, and an end at the first thing that fails.
import { expect } from 'expect';
import { ModuleMocker } from 'jest-mock';
import { format } from 'pretty-format';

const lean = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
expect.extend({
  toMatchInlineSnapshot: (received, wanted) => ({
    pass: lean(format(received, { escapeString: false })) === lean(wanted),
    message: () => 'it is not what it was',
  }),
});

/** A table as rows of arguments: as an array of whatever, of arrays, or drawn with bars. */
function rowsOf(table, values) {
  if (table.raw === undefined) return table.every(Array.isArray) ? table : table.map((row) => [row]);
  const names = table[0].split('|').map((name) => name.trim());
  return Array.from({ length: values.length / names.length }, (_, row) => [
    Object.fromEntries(names.map((name, i) => [name, values[row * names.length + i]])),
  ]);
}
const each =
  (declare) =>
  (table, ...values) =>
  (name, body) => {
    for (const row of rowsOf(table, values)) declare(name, () => body(...row));
  };

let block;
const inBlock = () => {
  if (!block) throw new Error('outside of a suite');
  return block;
};
const hook = (kind) => (body) => inBlock()[kind].push(body);

const test = (name, body) => inBlock().tests.push({ name, body });
test.each = each(test);
const describe = (_name, body) => {
  const outer = inBlock();
  block = newBlock(outer);
  outer.tests.push({ block });
  body();
  block = outer;
};
describe.each = each(describe);
const mocker = new ModuleMocker(globalThis);
const jest = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker), restoreAllMocks: () => mocker.restoreAllMocks() };

export const [beforeAll, beforeEach, afterEach, afterAll] = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'].map(hook);
export { describe, expect, jest, test };

const newBlock = (outer) => ({ outer, tests: [], beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] });
const outwards = (one) => (one ? [one, ...outwards(one.outer)] : []);
const all = async (bodies) => {
  for (const body of bodies) await body();
};

async function runBlock(one) {
  await all(one.beforeAll);
  for (const { body, block: inner } of one.tests) {
    if (inner) {
      await runBlock(inner);
      continue;
    }
    const around = outwards(one);
    await all(around.toReversed().flatMap(({ beforeEach: hooks }) => hooks));
    await body();
    await all(around.flatMap(({ afterEach: hooks }) => hooks));
  }
  await all(one.afterAll);
}

/** @param load imports the suite, which says what its tests are. @throws what the first failing test threw */
export async function runSuite(load) {
  block = newBlock(undefined);
  const suite = block;
  await load();
  await runBlock(suite);
}
