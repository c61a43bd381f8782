/** The variables that a frame sees, as the user knows them. */
import type { Runtime } from "node:inspector";
import type { UserFrame } from "./frames.ts";
import { hatchExpression } from "./hatch.ts";
import type { Inspector } from "./inspector.ts";
import type { Scope, Variable } from "./protocol.ts";
import { type Variables, variableGroup } from "./variables.ts";

/** The scopes of a frame: its own variables, those of the functions around it, and the notebook's. */
export function frameScopes(frame: UserFrame, variables: Variables, inspector: () => Inspector): Scope[] {
  const { scopeChain, this: self } = frame.call;
  const ofType = (...types: string[]) => scopeChain.filter(({ type }) => types.includes(type));
  const load = async (scopes: typeof scopeChain): Promise<Variable[]> => {
    const found = await Promise.all(scopes.map(({ object }) => variables.properties(object.objectId!)));
    return withoutHidden(found.flat(), frame);
  };
  const own = async (): Promise<Variable[]> => {
    const locals = await load(ofType("block", "catch", "local", "with"));
    return self.type === "undefined" ? locals : [variables.toVariable("this", self), ...locals];
  };
  const around = ofType("closure", "module", "eval");
  const scope = (name: Scope["name"], content: () => Promise<Variable[]>): Scope => ({
    name,
    variablesReference: variables.refer(content),
    expensive: false,
  });
  return [
    scope("Locals", own),
    ...(around.length > 0 ? [scope("Closure", () => load(around))] : []),
    scope("Globals", () => notebookVariables(variables, inspector())),
  ];
}

/** The variables that cells have made. */
export async function notebookVariables(variables: Variables, inspector: Inspector): Promise<Variable[]> {
  const { result } = await inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
    expression: `${hatchExpression}.scope`,
    objectGroup: variableGroup,
  });
  return variables.properties(result.objectId!);
}

/** Without the names that the compiler made, and of equal names the innermost. */
function withoutHidden(found: Variable[], { script }: UserFrame): Variable[] {
  const names = new Set<string>();
  return found.filter(({ name }) => {
    if (names.has(name) || name === "arguments" || /^\$(scope|run)$/.test(name)) return false;
    names.add(name);
    return (
      script.code === undefined || new RegExp(`(?<![\\w$])${escapeDollars(name)}(?![\\w$])`).test(script.code)
    );
  });
}

function escapeDollars(name: string): string {
  return name.replaceAll("$", "\\$");
}
