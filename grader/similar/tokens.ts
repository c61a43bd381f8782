/** Programs as the words that a copier cannot easily change. */
import { ts } from "../../kernel/language/typescript.ts";

/** A word of a program and where it stands: rows and columns from 0. */
export interface Token {
  word: string;
  from: { row: number; column: number };
  to: { row: number; column: number };
}

/**
 * Splits a program into words. Names that its author chose are all one word, and so are numbers and strings: renaming changes
 * nothing. Names after a dot stay (`Math.sqrt` cannot be renamed). Comments, types, semicolons and layout are left out.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const words = (source: string) => tokensOf(source).map(({ word }) => word).join(" ");
 * assert.equal(words("const a: number = b * 2; // twice"), words("const x = y * 3"));
 * ```
 */
export function tokensOf(source: string): Token[] {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest, true);
  const tokens: Token[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    const children = node.getChildren(file);
    if (children.length > 0) return children.forEach(visit);
    const word = wordOf(node, file);
    if (word === "") return;
    const [start, end] = [node.getStart(file), node.getEnd()].map((at) =>
      file.getLineAndCharacterOfPosition(at),
    );
    tokens.push({
      word,
      from: { row: start!.line, column: start!.character },
      to: { row: end!.line, column: end!.character },
    });
  };
  visit(file);
  return tokens;
}

/** "" for what says nothing: the end, semicolons, and the colon before a type that was left out. */
function wordOf(node: ts.Node, file: ts.SourceFile): string {
  const { parent } = node;
  switch (node.kind) {
    case ts.SyntaxKind.EndOfFileToken:
    case ts.SyntaxKind.SemicolonToken:
      return "";
    case ts.SyntaxKind.ColonToken:
      return ts.isConditionalExpression(parent) || ts.isPropertyAssignment(parent) ? ":" : "";
    case ts.SyntaxKind.Identifier:
      return ts.isPropertyAccessExpression(parent) && parent.name === node
        ? `.${node.getText(file)}`
        : "name";
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
      return "number";
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return "string";
    default:
      return node.getText(file);
  }
}
