/** What the inspector evaluates at a breakpoint to know whether to stop there: condition, number of hits, message to log. */
import { Script } from "node:vm";
import { hatchExpression } from "./hatch.ts";
import type { SourceBreakpoint } from "./protocol.ts";

/** Why a breakpoint cannot be set, as a sentence; undefined when it can. */
export function breakpointProblem({
  condition,
  hitCondition,
  logMessage,
}: SourceBreakpoint): string | undefined {
  for (const expression of [...(condition ? [condition] : []), ...logParts(logMessage ?? "").expressions])
    try {
      new Script(`(${expression}\n)`);
    } catch (error) {
      return `Cannot set breakpoint: ${expression} is not an expression: ${(error as Error).message}`;
    }
  if (hitCondition && !readHits(hitCondition))
    return `Cannot set breakpoint: the hit condition must be a number, perhaps after ==, >, >=, <, <= or %, got ${hitCondition}`;
  return undefined;
}

/**
 * Gives an expression that is true where the notebook is to stop; empty for always. One that fails stops.
 *
 * @param key Tells this breakpoint's hits from those of others.
 */
export function breakpointCondition(breakpoint: SourceBreakpoint, key: string): string {
  const { condition, hitCondition, logMessage } = breakpoint;
  const hits = hitCondition && readHits(hitCondition);
  const checks = [
    ...(condition ? [`(${condition}\n)`] : []),
    ...(hits ? [`((hits) => ${hits})(${hatchExpression}.hit(${JSON.stringify(key)}))`] : []),
    ...(logMessage ? [`(console.log(${logText(logMessage)}), false)`] : []),
  ];
  if (checks.length === 0) return "";
  const lent = `${hatchExpression}.lend()`;
  return `((back) => { try { return ${checks.join(" && ")}; } catch { return true; } finally { back(); } })(${lent})`;
}

function readHits(text: string): string | undefined {
  const [, operator = "", count] = /^\s*(==?|>=?|<=?|%)?\s*(\d+)\s*$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  if (operator === "%") return `hits % ${count} === 0`;
  return `hits ${operator.startsWith("=") || operator === "" ? "===" : operator} ${count}`;
}

/** A message's text and, between its pieces, what stands in braces. */
function logParts(message: string): { texts: string[]; expressions: string[] } {
  const parts = message.split(/\{([^{}]+)\}/);
  return {
    texts: parts.filter((_, at) => at % 2 === 0),
    expressions: parts.filter((_, at) => at % 2 === 1),
  };
}

function logText(message: string): string {
  const { texts, expressions } = logParts(message);
  const pieces = texts.map((text, at) => {
    const value = at === 0 ? "" : `${hatchExpression}.text(${expressions[at - 1]}\n) + `;
    return value + JSON.stringify(text);
  });
  return pieces.join(" + ");
}
