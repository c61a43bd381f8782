/**
 * Turns a cell into an async function over the notebook's scope, before TypeScript compiles it.
 *
 * A name of the notebook is a property of `$scope`, so functions see its newest value. Declarations stay as they are and
 * are published after they ran: `const a = f()` becomes `const a = $scope.f(); $scope.a = a`. The last expression is
 * returned. `$run` is the runner's runtime: imports, and a check after each await that the cell may still run.
 */
import { importStatements } from "./cell-imports.ts";
import { createVisitor } from "./cell-visitor.ts";
import type { FunctionUses } from "./function-uses.ts";
import { findReferences, isErased } from "./references.ts";
import { publish, withoutExport } from "./scope-nodes.ts";
import { boundNames, declaredNames, type TopLevel } from "./top-level.ts";
import { ts } from "./typescript.ts";

const { factory } = ts;

export interface CellSubject {
  checker: ts.TypeChecker;
  statements: readonly ts.Statement[];
  names: TopLevel;
  /** What functions of this cell and of earlier ones do with the notebook's names. */
  uses: FunctionUses;
}

/** Makes the transformation of one cell. */
export function cellTransformer({
  checker,
  statements,
  names,
  uses,
}: CellSubject): ts.TransformerFactory<ts.SourceFile> {
  const references = findReferences(checker, statements, names);
  uses.add(references);
  return (context) => (file) => {
    const visitor = createVisitor({ references, uses, context });
    const visit = (statement: ts.Statement) => ts.visitNode(statement, visitor) as ts.Statement;
    const body = [
      factory.createExpressionStatement(factory.createStringLiteral("use strict")),
      ...statements.filter(ts.isImportDeclaration).flatMap((each) => importStatements(each, checker)),
      ...statements
        .filter(ts.isFunctionDeclaration)
        .filter((each) => each.body)
        .flatMap((each) => publish(namesOf(each))),
      ...statements.flatMap((each, at) =>
        cellStatement(each, { visit, checker, isLast: at === statements.length - 1 }),
      ),
    ];
    return factory.updateSourceFile(file, [factory.createExpressionStatement(cellFunction(body))]);
  };
}

function cellFunction(body: ts.Statement[]): ts.Expression {
  const parameter = (name: string) => factory.createParameterDeclaration(undefined, undefined, name);
  const modifiers = [factory.createModifier(ts.SyntaxKind.AsyncKeyword)];
  const parameters = [parameter("$scope"), parameter("$run")];
  const block = factory.createBlock(body, true);
  return factory.createParenthesizedExpression(
    factory.createFunctionExpression(
      modifiers,
      undefined,
      undefined,
      undefined,
      parameters,
      undefined,
      block,
    ),
  );
}

interface StatementOptions {
  visit: (statement: ts.Statement) => ts.Statement;
  checker: ts.TypeChecker;
  isLast: boolean;
}

/** What a statement of the cell becomes: itself, then the publishing of the names that it declares. */
function cellStatement(
  statement: ts.Statement,
  { visit, checker, isLast }: StatementOptions,
): ts.Statement[] {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || isErased(statement))
    return [];
  if (ts.isExportAssignment(statement) || ts.isExpressionStatement(statement)) {
    const { expression } = visit(statement) as ts.ExportAssignment | ts.ExpressionStatement;
    return [isLast ? returnValue(expression) : factory.createExpressionStatement(expression)];
  }
  if (isAmbient(statement)) return [];
  const plain = withoutExport(visit(statement));
  if (ts.isVariableStatement(statement)) return variableStatements(plain as ts.VariableStatement);
  if (ts.isFunctionDeclaration(statement)) return [plain];
  if (ts.isModuleDeclaration(statement)) {
    const symbol = checker.getSymbolAtLocation(statement.name);
    return symbol && symbol.flags & ts.SymbolFlags.ValueModule ? [plain, ...publish(namesOf(statement))] : [];
  }
  if (declaredNames(statement)) return [plain, ...publish(namesOf(statement))];
  return [plain, ...publish(nestedVarNames(statement))];
}

/** `return { value: expression }`: wrapped, for a promise would be awaited. */
function returnValue(expression: ts.Expression): ts.Statement {
  const value = factory.createPropertyAssignment("value", expression);
  return factory.createReturnStatement(factory.createObjectLiteralExpression([value]));
}

/** One statement for each declarator, so that each is published before the next one runs. */
function variableStatements(statement: ts.VariableStatement): ts.Statement[] {
  const { declarations, flags } = statement.declarationList;
  return declarations.flatMap((declaration) => [
    ts.setTextRange(
      factory.createVariableStatement(undefined, factory.createVariableDeclarationList([declaration], flags)),
      statement,
    ),
    ...publish(boundNames(declaration).map(([{ text }]) => text)),
  ]);
}

function namesOf(statement: ts.Statement): string[] {
  return (declaredNames(statement) ?? []).map(([{ text }]) => text);
}

function nestedVarNames(statement: ts.Statement): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
      names.push(...node.declarations.flatMap(boundNames).map(([{ text }]) => text));
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return names;
}

function isAmbient(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((each) => each.kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}
