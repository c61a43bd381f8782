/** Evaluates code in the notebook's process, in a frame of it or at its top level. */
import type { Debugger, Runtime } from "node:inspector";
import type { UserFrame } from "./frames.ts";
import { hatchExpression } from "./hatch.ts";
import type { Inspector } from "./inspector.ts";
import { variableGroup } from "./variables.ts";

/**
 * Gives the value of JavaScript that sees the frame's variables and the notebook's.
 *
 * @throws {Error} With the message of what the code threw.
 */
export async function evaluate(
  expression: string,
  frame: UserFrame | undefined,
  inspector: Inspector,
): Promise<Runtime.RemoteObject> {
  const lent = await inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
    expression: `${hatchExpression}.lend()`,
  });
  const options = { expression, generatePreview: true, silent: true, objectGroup: variableGroup };
  try {
    const { result, exceptionDetails } = frame
      ? await inspector.post<Debugger.EvaluateOnCallFrameReturnType>("Debugger.evaluateOnCallFrame", {
          ...options,
          callFrameId: frame.call.callFrameId,
        })
      : await inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", { ...options, replMode: true });
    if (exceptionDetails) throw new Error(messageOf(exceptionDetails));
    return result;
  } finally {
    await inspector.post("Runtime.callFunctionOn", {
      objectId: lent.result.objectId,
      functionDeclaration: "function () { this(); }",
    });
  }
}

/** A variable as a MIME bundle. */
export async function showVariable(
  name: string,
  frame: UserFrame | undefined,
  inspector: Inspector,
): Promise<object> {
  const value = await evaluate(name, frame, inspector);
  const hatch = await inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
    expression: hatchExpression,
  });
  const { result } = await inspector.post<Runtime.CallFunctionOnReturnType>("Runtime.callFunctionOn", {
    objectId: hatch.result.objectId,
    functionDeclaration: "function (value, isPaused) { return this.show(value, isPaused); }",
    arguments: [toArgument(value), { value: frame !== undefined }],
    awaitPromise: frame === undefined,
  });
  return JSON.parse(result.value);
}

function toArgument({ objectId, unserializableValue, value }: Runtime.RemoteObject): Runtime.CallArgument {
  if (objectId !== undefined) return { objectId };
  return unserializableValue === undefined ? { value } : { unserializableValue };
}

function messageOf({ exception, text }: Runtime.ExceptionDetails): string {
  return exception?.description?.split("\n")[0] ?? String(exception?.value ?? text);
}
