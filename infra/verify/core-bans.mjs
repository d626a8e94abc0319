// What a linter cannot say well: the functional core (lib/domain) knows no clock, chance, environment or waiting.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { report, sources } from './sources.mjs';

const TIME = 'The core never asks the clock: take `now: Instant` as an argument, so that a test can say what time it is.';
const CHANCE = 'The core draws no lots: take the entropy as an argument, so that deciding twice decides the same.';
const PLACE = 'The core does not know where it runs: take the setting as an argument; lib/composition reads the environment.';
const WAIT = 'The core never waits: return a decision that says what is wanted, and let the shell await it.';
const SPEECH = 'The core does not speak to the outside: return the fact, and let the shell log or send it.';

const MEMBERS = new Map([
  ['Date.now', TIME],
  ['performance.now', TIME],
  ['Math.random', CHANCE],
  ['crypto.randomUUID', CHANCE],
  ['crypto.getRandomValues', CHANCE],
]);
const GLOBALS = new Map([
  ['process', PLACE],
  ['globalThis', PLACE],
  ['setTimeout', WAIT],
  ['setInterval', WAIT],
  ['setImmediate', WAIT],
  ['queueMicrotask', WAIT],
  ['Promise', WAIT],
  ['fetch', SPEECH],
  ['console', SPEECH],
]);

const isName = (node) => !ts.isPropertyAccessExpression(node.parent) || node.parent.expression === node;
const isLabel = (node) => ts.isPropertyAssignment(node.parent) && node.parent.name === node;
const isDeclared = (node) => ts.isPropertySignature(node.parent) || ts.isBindingElement(node.parent) || ts.isParameter(node.parent);

/** Why this node may not stand in the core, or undefined when it may. */
function banned(node) {
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return ['await', WAIT];
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return ['new Date()', TIME];
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return ['Date()', TIME];
  if (ts.isPropertyAccessExpression(node) && MEMBERS.has(node.getText())) return [node.getText(), MEMBERS.get(node.getText())];
  if (ts.isIdentifier(node) && GLOBALS.has(node.text) && isName(node) && !isLabel(node) && !isDeclared(node)) {
    return [node.text, GLOBALS.get(node.text)];
  }
  return undefined;
}

const faults = [];
for (const file of sources('lib/domain')) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const visit = (node) => {
    const ban = banned(node);
    if (ban) {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
      faults.push(`${file}:${line + 1}:${character + 1} \`${ban[0]}\` in the core. ${ban[1]}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
report('core bans', faults);
