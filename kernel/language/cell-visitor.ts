/** Rewrites the expressions and loops of a cell; see cell-transformer.ts for what they become. */
import type { FunctionUses } from "./function-uses.ts";
import { type LoopLocals, localized, loopLocals, publishing } from "./localize-loop.ts";
import { isErased, type References } from "./references.ts";
import { callRuntime, checkedAwait, inScope } from "./scope-nodes.ts";
import { ts } from "./typescript.ts";

const { factory } = ts;

export interface VisitorOptions {
  references: References;
  uses: FunctionUses;
  context: ts.TransformationContext;
}

/** Makes the visitor for a cell's statements. */
export function createVisitor(options: VisitorOptions): ts.Visitor {
  const { references, context } = options;
  /** The loop around, when its names are local now. */
  let locals: LoopLocals | undefined;
  let inFunction = false;

  const isLocal = (node: ts.Node) => {
    const name = references.get(node)?.name ?? "";
    return !inFunction && locals !== undefined && [...locals.read, ...locals.written].includes(name);
  };
  const isScoped = (node: ts.Node) => references.has(node) && !isLocal(node);
  const scoped = (node: ts.Node) => ts.setTextRange(inScope((node as ts.Identifier).text), node);

  const visit: ts.Visitor = (node) => {
    if (isErased(node)) return node;
    if (ts.isIdentifier(node)) return isScoped(node) ? scoped(node) : node;
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return visitFunction(node);
    if (isLoop(node) && !inFunction) return visitLoop(node);
    return expression(node) ?? children(node);
  };
  const children = (node: ts.Node) => ts.visitEachChild(node, visit, context);
  const visitExpression = (node: ts.Expression) => ts.visitNode(node, visit) as ts.Expression;

  const visitFunction = (node: ts.Node) => {
    const outer = inFunction;
    inFunction = true;
    const result = children(node);
    inFunction = outer;
    return result;
  };
  const visitLoop = (node: ts.Statement) => {
    if (locals) return withBody(node);
    locals = loopLocals(node, options);
    if (!locals) return withBody(node);
    const result = localized(withBody(node), locals);
    locals = undefined;
    return result;
  };
  /** The loop with its children rewritten; a labelled one is a loop too, whose body is that of its statement. */
  const withBody = (node: ts.Statement): ts.Statement => {
    const loop = forAwait(children(node) as ts.Statement);
    if (!locals || ts.isLabeledStatement(loop)) return loop;
    return replaceBody(loop, (body) => publishing(body, locals as LoopLocals));
  };

  const expression = (node: ts.Node): ts.Node | undefined => {
    if (ts.isAwaitExpression(node)) return checkedAwait(visitExpression(node.expression));
    if (ts.isForOfStatement(node) && node.awaitModifier) return forAwait(children(node) as ts.Statement);
    if (ts.isShorthandPropertyAssignment(node) && isScoped(node.name)) return longProperty(node);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      return callRuntime("import", ...node.arguments.map(visitExpression));
    if (ts.isCallExpression(node) && isScoped(node.expression)) {
      const values = node.arguments.map(visitExpression);
      return factory.updateCallExpression(node, detached(node.expression), undefined, values);
    }
    if (ts.isTaggedTemplateExpression(node) && isScoped(node.tag)) {
      const template = ts.visitNode(node.template, visit) as ts.TemplateLiteral;
      return factory.updateTaggedTemplateExpression(node, detached(node.tag), undefined, template);
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return factory.createPropertyAccessExpression(factory.createIdentifier("$run"), "meta");
    return undefined;
  };
  /** `{ a }` becomes `{ a: $scope.a }`. */
  const longProperty = ({ name, objectAssignmentInitializer: initial }: ts.ShorthandPropertyAssignment) =>
    factory.createPropertyAssignment(
      name.text,
      initial ? factory.createAssignment(scoped(name), visitExpression(initial)) : scoped(name),
    );
  /** `(0, $scope.f)`: called without the scope as `this`. */
  const detached = (callee: ts.Node) => {
    const pair = factory.createComma(factory.createNumericLiteral(0), scoped(callee));
    return ts.setTextRange(factory.createParenthesizedExpression(pair), callee);
  };
  return visit;
}

function isLoop(node: ts.Node): node is ts.Statement {
  return ts.isIterationStatement(node, true);
}

function forAwait(loop: ts.Statement): ts.Statement {
  if (!ts.isForOfStatement(loop) || !loop.awaitModifier) return loop;
  const { awaitModifier, initializer, expression, statement } = loop;
  return factory.updateForOfStatement(
    loop,
    awaitModifier,
    initializer,
    callRuntime("each", expression),
    statement,
  );
}

function replaceBody(loop: ts.Statement, change: (body: ts.Statement) => ts.Statement): ts.Statement {
  if (ts.isForStatement(loop))
    return factory.updateForStatement(
      loop,
      loop.initializer,
      loop.condition,
      loop.incrementor,
      change(loop.statement),
    );
  if (ts.isForOfStatement(loop))
    return factory.updateForOfStatement(
      loop,
      loop.awaitModifier,
      loop.initializer,
      loop.expression,
      change(loop.statement),
    );
  if (ts.isForInStatement(loop))
    return factory.updateForInStatement(loop, loop.initializer, loop.expression, change(loop.statement));
  if (ts.isWhileStatement(loop))
    return factory.updateWhileStatement(loop, loop.expression, change(loop.statement));
  if (ts.isDoStatement(loop)) return factory.updateDoStatement(loop, change(loop.statement), loop.expression);
  return loop;
}
