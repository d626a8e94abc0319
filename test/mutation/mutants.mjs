// Where the program can be made wrong in one small way, and what it says then.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const K = ts.SyntaxKind;
const SWAPPED = new Map([
  [K.LessThanToken, '<='],
  [K.LessThanEqualsToken, '<'],
  [K.GreaterThanToken, '>='],
  [K.GreaterThanEqualsToken, '>'],
  [K.EqualsEqualsEqualsToken, '!=='],
  [K.ExclamationEqualsEqualsToken, '==='],
  [K.PlusToken, '-'],
  [K.MinusToken, '+'],
  [K.AsteriskToken, '/'],
  [K.AmpersandAmpersandToken, '||'],
  [K.BarBarToken, '&&'],
]);
const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);

const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** What can be changed at a node: the piece of text that is replaced, and by what. */
function changesAt(node, source) {
  const text = (piece) => piece.getText(source);
  const put = (piece, wanted, what) => ({ from: piece.getStart(source), to: piece.getEnd(), wanted, what });
  if (ts.isBinaryExpression(node)) {
    const wanted = SWAPPED.get(node.operatorToken.kind);
    // Gluing texts together is no decision.
    if (wanted === undefined || isText(node.left) || isText(node.right)) return [];
    return [put(node.operatorToken, wanted, `${text(node.operatorToken)} becomes ${wanted}`)];
  }
  if (ts.isConditionalExpression(node))
    return [put(node, `${text(node.condition)} ? ${text(node.whenFalse)} : ${text(node.whenTrue)}`, 'the branches change places')];
  if (ts.isIfStatement(node)) {
    const negated = put(node.expression, `!(${text(node.expression)})`, 'the condition is turned around');
    return node.elseStatement ? [negated] : [negated, put(node, '{}', 'the guard is gone')];
  }
  if (node.kind === K.TrueKeyword) return [put(node, 'false', 'true becomes false')];
  if (node.kind === K.FalseKeyword) return [put(node, 'true', 'false becomes true')];
  if (ts.isNumericLiteral(node) && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node))
    return [put(node, `(${text(node)} + 1)`, 'one more')];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name } = node.expression;
    const other = METHODS.get(name.text);
    if (other) return [put(name, other, `${name.text} becomes ${other}`)];
    if (name.text === 'filter' && node.arguments[0]) return [put(node.arguments[0], '() => true', 'nothing is filtered')];
  }
  return [];
}

/** What the function is called in which a node stands, or the nearest around it that has a name. */
function functionAround(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const named = at.name ?? (ts.isVariableDeclaration(at.parent) || ts.isPropertyAssignment(at.parent) ? at.parent.name : undefined);
    if (named) return named.text ?? named.getText();
  }
  return undefined;
}

const isNoDecision = (node) =>
  ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node);

/** Every mutant of a file: its text, and where and what it is. Outside of every function `within` is absent. */
export function mutantsOf(file) {
  const program = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, program, ts.ScriptTarget.ES2022, true);
  const found = [];
  const visit = (node) => {
    if (isNoDecision(node)) return;
    for (const { from, to, wanted, what } of changesAt(node, source)) {
      const { line } = source.getLineAndCharacterOfPosition(from);
      const within = functionAround(node);
      found.push({
        file,
        line: line + 1,
        within,
        what,
        was: program.slice(from, to),
        text: program.slice(0, from) + wanted + program.slice(to),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
