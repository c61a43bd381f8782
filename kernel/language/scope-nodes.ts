/** The pieces of syntax that compiled cells are made of. */
import { ts } from "./typescript.ts";

const { factory } = ts;

/** `$scope.name` */
export function inScope(name: string): ts.PropertyAccessExpression {
  return factory.createPropertyAccessExpression(factory.createIdentifier("$scope"), name);
}

/** `$run.name(…)` */
export function callRuntime(name: string, ...values: ts.Expression[]): ts.CallExpression {
  const callee = factory.createPropertyAccessExpression(factory.createIdentifier("$run"), name);
  return factory.createCallExpression(callee, undefined, values);
}

/** `$scope.a = a;` for each name. */
export function publish(names: readonly string[]): ts.Statement[] {
  return names.map((name) =>
    factory.createExpressionStatement(
      factory.createAssignment(inScope(name), factory.createIdentifier(name)),
    ),
  );
}

/** `$run.resume($run.at(), await value)` */
export function checkedAwait(value: ts.Expression): ts.Expression {
  return callRuntime("resume", callRuntime("at"), factory.createAwaitExpression(value));
}

/** `for await` over a source that is checked at each step; any other loop as it is. */
export function withCheckedSteps(loop: ts.Statement): ts.Statement {
  if (!ts.isForOfStatement(loop) || !loop.awaitModifier) return loop;
  const { awaitModifier, initializer, expression, statement } = loop;
  const steps = callRuntime("each", expression);
  return factory.updateForOfStatement(loop, awaitModifier, initializer, steps, statement);
}

/** A declaration without `export` and `default`. */
export function withoutExport(statement: ts.Statement): ts.Statement {
  if (!ts.canHaveModifiers(statement)) return statement;
  const kept = statement.modifiers?.filter(
    ({ kind }) => kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword,
  );
  if (!kept || kept.length === statement.modifiers?.length) return statement;
  return withModifiers(statement, kept);
}

function withModifiers(node: ts.Statement, modifiers: ts.ModifierLike[]): ts.Statement {
  const plain = modifiers.filter(ts.isModifier);
  if (ts.isVariableStatement(node)) return factory.updateVariableStatement(node, plain, node.declarationList);
  if (ts.isFunctionDeclaration(node)) {
    const { asteriskToken, name, typeParameters, parameters, type, body } = node;
    return factory.updateFunctionDeclaration(
      node,
      modifiers,
      asteriskToken,
      name,
      typeParameters,
      parameters,
      type,
      body,
    );
  }
  if (ts.isClassDeclaration(node))
    return factory.updateClassDeclaration(
      node,
      modifiers,
      node.name,
      node.typeParameters,
      node.heritageClauses,
      node.members,
    );
  if (ts.isEnumDeclaration(node)) return factory.updateEnumDeclaration(node, plain, node.name, node.members);
  if (ts.isModuleDeclaration(node)) return factory.updateModuleDeclaration(node, plain, node.name, node.body);
  return node;
}
