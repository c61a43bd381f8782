/** Rewrites the expressions and loops of a cell; see cell-transformer.ts for what they become. */
import type { FunctionUses } from "./function-uses.ts";
import { type LoopLocals, localized, loopLocals, withPublishing } from "./localize-loop.ts";
import { isErased, type References } from "./references.ts";
import { callRuntime, checkedAwait, inScope, withCheckedSteps } from "./scope-nodes.ts";
import { ts } from "./typescript.ts";

const { factory } = ts;

export interface VisitorOptions {
  references: References;
  uses: FunctionUses;
  context: ts.TransformationContext;
}

/** Where the visitor is. */
interface Place {
  inFunction: boolean;
  /** The loop around, when its names are local variables now. */
  locals: LoopLocals | undefined;
}

/** Makes the visitor for a cell's statements. */
export function createVisitor(options: VisitorOptions): ts.Visitor {
  let place: Place = { inFunction: false, locals: undefined };
  const within = <T>(inner: Partial<Place>, code: () => T): T => {
    const outer = place;
    place = { ...place, ...inner };
    const result = code();
    place = outer;
    return result;
  };
  const children = <T extends ts.Node>(node: T): T => ts.visitEachChild(node, visit, options.context);
  const isScoped = (node: ts.Node) => {
    const reference = options.references.get(node);
    return reference !== undefined && (place.inFunction || !place.locals?.all.includes(reference.name));
  };
  const visitLoop = (loop: ts.Statement): ts.Statement => {
    const { locals } = place;
    if (locals) return withPublishing(children(loop), locals);
    const own = loopLocals(loop, options);
    if (!own) return withCheckedSteps(children(loop));
    return localized(
      within({ locals: own }, () => withPublishing(children(loop), own)),
      own,
    );
  };
  const visit: ts.Visitor = (node) => {
    if (isErased(node)) return node;
    if (ts.isIdentifier(node)) return isScoped(node) ? scoped(node) : node;
    if (ts.isFunctionLike(node) || ts.isClassLike(node))
      return within({ inFunction: true }, () => children(node));
    if (ts.isIterationStatement(node, true))
      return place.inFunction ? withCheckedSteps(children(node)) : visitLoop(node);
    return rewritten(node, isScoped, children) ?? children(node);
  };
  return visit;
}

/** What a kind of expression becomes, whose children are rewritten as well; undefined for one that stays. */
function rewritten(
  node: ts.Node,
  isScoped: (node: ts.Node) => boolean,
  children: <T extends ts.Node>(node: T) => T,
): ts.Node | undefined {
  if (ts.isAwaitExpression(node)) return checkedAwait(children(node).expression);
  if (ts.isShorthandPropertyAssignment(node) && isScoped(node.name))
    return longProperty(node, children(node).objectAssignmentInitializer);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return callRuntime("import", ...children(node).arguments);
  if (ts.isCallExpression(node) && isScoped(node.expression)) {
    const call = children(node);
    return factory.updateCallExpression(call, detached(call.expression), undefined, call.arguments);
  }
  if (ts.isTaggedTemplateExpression(node) && isScoped(node.tag)) {
    const call = children(node);
    return factory.updateTaggedTemplateExpression(call, detached(call.tag), undefined, call.template);
  }
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
    return factory.createPropertyAccessExpression(factory.createIdentifier("$run"), "meta");
  return undefined;
}

function scoped(name: ts.Identifier): ts.Expression {
  return ts.setTextRange(inScope(name.text), name);
}

/** `{ a }` becomes `{ a: $scope.a }`. */
function longProperty({ name }: ts.ShorthandPropertyAssignment, initial?: ts.Expression): ts.Node {
  const value = initial ? factory.createAssignment(scoped(name), initial) : scoped(name);
  return factory.createPropertyAssignment(name.text, value);
}

/** `(0, $scope.f)`: called without the scope as `this`. */
function detached(callee: ts.Expression): ts.Expression {
  const pair = factory.createComma(factory.createNumericLiteral(0), callee);
  const detachedCallee = ts.setTextRange(factory.createParenthesizedExpression(pair), callee);
  // V8 places a call at the end of such a callee; without a mapping there, stack traces show its start.
  for (const node of [callee, pair, detachedCallee])
    ts.setEmitFlags(node, ts.EmitFlags.NoTrailingSourceMap | ts.EmitFlags.NoNestedSourceMaps);
  return detachedCallee;
}
