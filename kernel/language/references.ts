/** Where a cell's code refers to the notebook's names. */
import type { TopLevel } from "./top-level.ts";
import { ts } from "./typescript.ts";

export interface Reference {
  name: string;
  /** True when it stands in a function or class, and so may run at any later time. */
  inFunction: boolean;
  isWrite: boolean;
}

export type References = Map<ts.Node, Reference>;

/**
 * Finds the identifiers in a cell that stand for a name of the notebook: one that this cell or an earlier one declares.
 *
 * Left out are those that must stay plain: a declaration's own name, a class in its own body, a constant of this cell
 * outside functions (it cannot change while the cell runs).
 */
export function findReferences(
  checker: ts.TypeChecker,
  statements: readonly ts.Statement[],
  { declarations, nestedVars }: TopLevel,
): References {
  const found: References = new Map();
  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (isErased(node)) return;
    if (ts.isIdentifier(node)) {
      const reference = { name: node.text, inFunction, isWrite: isWrite(node) };
      if (isCandidate(node) && isNotebooks(node, inFunction)) found.set(node, reference);
      return;
    }
    const inner = inFunction || ts.isFunctionLike(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  const isCandidate = (node: ts.Identifier) =>
    declarations.has(node.text) && !nestedVars.has(node.text) && !isName(node);
  const isNotebooks = (node: ts.Identifier, inFunction: boolean) => {
    const declared = valueSymbol(node, checker)?.declarations?.find((each) =>
      declarations.get(node.text)?.includes(each),
    );
    return declared !== undefined && !staysPlain(node, declared, inFunction);
  };
  for (const statement of statements) visit(statement, false);
  return found;
}

/** What an identifier stands for as a value; in `{ a }` that is the variable, not the property. */
export function valueSymbol(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

/** Tells whether a node leaves no trace in the JavaScript. */
export function isErased(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node))
    return ts.isHeritageClause(node.parent) && node.parent.token === ts.SyntaxKind.ImplementsKeyword;
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node)
  );
}

/** Tells whether an identifier only names something: a declaration, a member, a label. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return (
    (parent as { name?: ts.Node }).name === node ||
    (parent as { propertyName?: ts.Node }).propertyName === node
  );
}

function staysPlain(node: ts.Node, declaration: ts.Node, inFunction: boolean): boolean {
  const isInside = node.pos >= declaration.pos && node.end <= declaration.end;
  if (
    ts.isClassDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration)
  )
    return isInside;
  if (inFunction || !(ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)))
    return false;
  return isInside || isConstant(declaration);
}

function isConstant(declaration: ts.VariableDeclaration | ts.BindingElement): boolean {
  return Boolean(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const);
}

/** Tells whether the code assigns to this identifier, also through a pattern or as the variable of a loop. */
function isWrite(node: ts.Identifier): boolean {
  let at: ts.Node = node;
  for (;;) {
    const { parent } = at;
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
      return (
        parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
      );
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      return (
        parent.left === at && kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
      );
    }
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === at;
    const isPattern =
      ts.isArrayLiteralExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === at);
    if (!isPattern) return false;
    at = parent;
  }
}
