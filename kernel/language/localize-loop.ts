/**
 * Makes a loop at the top of a cell as fast as one in a function.
 *
 * The names of the notebook that it uses become local variables for its duration. They are written back at each turn,
 * so that a loop which is broken off from outside leaves its latest values, and when it ends, however it ends.
 */
import type { FunctionUses } from "./function-uses.ts";
import type { References } from "./references.ts";
import { inScope, publish } from "./scope-nodes.ts";
import { ts } from "./typescript.ts";

const { factory } = ts;

export interface LoopLocals {
  all: string[];
  written: string[];
}

/** The names that a loop may keep local; undefined when it cannot, or has none. */
export function loopLocals(
  loop: ts.Statement,
  { references, uses }: { references: References; uses: FunctionUses },
): LoopLocals | undefined {
  const all = new Map<string, { isWritten: boolean }>();
  let suspends = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) suspends = true;
    const reference = references.get(node);
    if (reference && !reference.inFunction)
      all.set(reference.name, {
        isWritten: reference.isWrite || (all.get(reference.name)?.isWritten ?? false),
      });
    ts.forEachChild(node, visit);
  };
  visit(loop);
  // While code awaits, callbacks and other cells' timers may look at the scope.
  if (suspends) return undefined;
  const free = [...all].filter(([name, use]) => uses.isFree(name, use));
  if (free.length === 0) return undefined;
  const written = free.filter(([, use]) => use.isWritten);
  return { all: free.map(([name]) => name), written: written.map(([name]) => name) };
}

/** `{ let a = $scope.a; try { loop } finally { $scope.a = a; } }` */
export function localized(loop: ts.Statement, { all, written }: LoopLocals): ts.Statement {
  const declarations = all.map((name) =>
    factory.createVariableDeclaration(name, undefined, undefined, inScope(name)),
  );
  const locals = factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList(declarations, ts.NodeFlags.Let),
  );
  if (written.length === 0) return factory.createBlock([locals, loop], true);
  const guarded = factory.createTryStatement(
    factory.createBlock([loop], true),
    undefined,
    factory.createBlock(publish(written), true),
  );
  return factory.createBlock([locals, guarded], true);
}

/** A loop whose body first writes back; a labelled one is that already, by the statement within. */
export function withPublishing(loop: ts.Statement, { written }: LoopLocals): ts.Statement {
  if (written.length === 0 || !ts.isIterationStatement(loop, false)) return loop;
  const body = factory.createBlock([...publish(written), loop.statement], true);
  if (ts.isForStatement(loop))
    return factory.updateForStatement(loop, loop.initializer, loop.condition, loop.incrementor, body);
  if (ts.isForOfStatement(loop))
    return factory.updateForOfStatement(loop, loop.awaitModifier, loop.initializer, loop.expression, body);
  if (ts.isForInStatement(loop))
    return factory.updateForInStatement(loop, loop.initializer, loop.expression, body);
  if (ts.isWhileStatement(loop)) return factory.updateWhileStatement(loop, loop.expression, body);
  return factory.updateDoStatement(loop as ts.DoStatement, body, (loop as ts.DoStatement).expression);
}
