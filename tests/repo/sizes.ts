/** How long files and functions are: what is over the limit says why above it, in a line `// Long: REASON`. */
import ts from "typescript";

/** Lines of code: no blank ones, and none that hold only a comment. */
export const limits = { file: 200, function: 40 };

/**
 * Sentences for the file, and each function of it, that is too long and does not say why.
 *
 * A function with a name inside another one counts for itself alone; one without a name, passed on where it stands, counts
 * for both. What `describe` is given is no function but a folder of tests.
 */
export function tooLong(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const judge = (node: ts.Node, limit: number, name: string) => {
    // Counting is slow; most need none.
    if (lineAt(file, node.end) - lineAt(file, node.getStart(file)) < limit) return;
    const count = codeLines(node, file);
    if (count > limit && !saysWhy(node, file))
      found.push(
        `${path}, line ${lineAt(file, node.getStart(file)) + 1}: ${name} has ${count} lines of code`,
      );
  };
  const visit = (node: ts.Node) => {
    if (isFunction(node) && !isDescribe(node)) judge(node, limits.function, nameOf(node, file));
    ts.forEachChild(node, visit);
  };
  judge(file, limits.file, "the file");
  visit(file);
  return found;
}

function codeLines(root: ts.Node, file: ts.SourceFile): number {
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node) || (node !== root && isFunction(node) && root !== file && hasName(node))) return;
    const children = node.getChildren(file);
    for (const child of children) visit(child);
    const start = node.getStart(file);
    // A token; the end of the file is one without text.
    if (children.length === 0 && node.end > start)
      for (let line = lineAt(file, start); line <= lineAt(file, node.end); line++) lines.add(line);
  };
  visit(root);
  return lines.size;
}

const lineAt = (file: ts.SourceFile, at: number) => file.getLineAndCharacterOfPosition(at).line;

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** Passed to a call it has none, whatever it is called there. */
function hasName({ parent, name }: ts.FunctionLikeDeclaration): boolean {
  return name !== undefined || ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
}

function isDescribe({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText());
}

function nameOf(node: ts.FunctionLikeDeclaration, file: ts.SourceFile): string {
  const { parent, name } = node;
  if (name) return `${name.getText(file)}()`;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))
    return `${parent.name.getText(file)}()`;
  return ts.isCallExpression(parent) ? `what ${parent.expression.getText(file)}() is given` : "a function";
}

/** Whether a reason stands above the statement or the member that begins with, or holds, the function; or at the file's head. */
function saysWhy(node: ts.Node, file: ts.SourceFile): boolean {
  let holder = node;
  while (!ts.isSourceFile(holder) && !ts.isStatement(holder) && !isMember(holder)) holder = holder.parent;
  const first = ts.isSourceFile(holder) ? 0 : holder.getFullStart();
  const comments = ts.getLeadingCommentRanges(file.text, first) ?? [];
  return comments.some(({ pos, end }) => /^\/\/ Long: \S.{9,}/.test(file.text.slice(pos, end)));
}

const isMember = (node: ts.Node) => ts.isClassElement(node) || ts.isObjectLiteralElement(node);
