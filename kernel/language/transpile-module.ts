import { checkedAwait, withCheckedSteps } from "./scope-nodes.ts";
import { ts } from "./typescript.ts";

export interface TranspileOptions {
  path: string;
  /** The module whose export `$run` tells after each await whether the code may go on, as in cells. */
  runtime: string;
}

/** Turns one TypeScript module into JavaScript for Node, with its source map inside; types are not checked. */
export function transpileModule(source: string, { path, runtime }: TranspileOptions): string {
  return ts.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      inlineSourceMap: true,
      inlineSources: true,
    },
    transformers: { before: [checkAwaits], after: [importRuntime(runtime)] },
  }).outputText;
}

const checkAwaits: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit: ts.Visitor = (node) => {
    const inside = ts.visitEachChild(node, visit, context);
    if (ts.isAwaitExpression(inside)) return checkedAwait(inside.expression);
    return ts.isIterationStatement(inside, false) ? withCheckedSteps(inside) : inside;
  };
  return (file) => ts.visitEachChild(file, visit, context);
};

/** At the end, where it moves no line. */
function importRuntime(runtime: string): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = ts;
  const name = factory.createImportSpecifier(false, undefined, factory.createIdentifier("$run"));
  const clause = factory.createImportClause(undefined, undefined, factory.createNamedImports([name]));
  const statement = factory.createImportDeclaration(undefined, clause, factory.createStringLiteral(runtime));
  return () => (file) => factory.updateSourceFile(file, [...file.statements, statement]);
}
