/** Import declarations of a cell as awaited calls: `import { a as b } from "m"` becomes `$scope.b = (await $run.import("m")).a`. */
import { callRuntime, checkedAwait, inScope } from "./scope-nodes.ts";
import { ts } from "./typescript.ts";

const { factory } = ts;

/** What an import declaration becomes; nothing for one of types alone. */
export function importStatements(statement: ts.ImportDeclaration, checker: ts.TypeChecker): ts.Statement[] {
  const clause = statement.importClause;
  if (clause?.isTypeOnly) return [];
  const values = importedValues(clause, checker);
  if (clause && values.length === 0) return [];
  const module = factory.createUniqueName("module");
  const names = values.flatMap(({ imported }) => (imported === "*" ? [] : [imported]));
  const loaded = checkedAwait(
    callRuntime("import", statement.moduleSpecifier, attributesOf(statement), stringList(names)),
  );
  const declaration = factory.createVariableDeclaration(module, undefined, undefined, loaded);
  const list = factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
  return [
    ts.setTextRange(factory.createVariableStatement(undefined, list), statement),
    ...values.map(({ local, imported }) => {
      const value =
        imported === "*"
          ? module
          : factory.createElementAccessExpression(module, factory.createStringLiteral(imported));
      return factory.createExpressionStatement(factory.createAssignment(inScope(local), value));
    }),
  ];
}

/** Local name and name in the module of what is imported and is more than a type. */
function importedValues(clause: ts.ImportClause | undefined, checker: ts.TypeChecker) {
  const values: { local: string; imported: string }[] = [];
  const bindings = clause?.namedBindings;
  if (clause?.name) values.push({ local: clause.name.text, imported: "default" });
  if (bindings && ts.isNamespaceImport(bindings)) values.push({ local: bindings.name.text, imported: "*" });
  if (bindings && ts.isNamedImports(bindings))
    for (const { name, propertyName, isTypeOnly } of bindings.elements)
      if (!isTypeOnly && isValue(name, checker))
        values.push({ local: name.text, imported: (propertyName ?? name).text });
  return values;
}

/** Names of modules without types count as values. */
function isValue(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const alias = checker.getSymbolAtLocation(name);
  if (!alias || !(alias.flags & ts.SymbolFlags.Alias)) return true;
  const { flags } = checker.getAliasedSymbol(alias);
  return Boolean(flags & ts.SymbolFlags.Value) || !(flags & ts.SymbolFlags.Type);
}

function attributesOf({ attributes }: ts.ImportDeclaration): ts.Expression {
  const properties = (attributes?.elements ?? []).map(({ name, value }) =>
    factory.createPropertyAssignment(name, value),
  );
  const inner = factory.createObjectLiteralExpression(properties);
  return factory.createObjectLiteralExpression(
    properties.length > 0 ? [factory.createPropertyAssignment("with", inner)] : [],
  );
}

function stringList(texts: string[]): ts.Expression {
  return factory.createArrayLiteralExpression(texts.map((text) => factory.createStringLiteral(text)));
}
