/** The call stack of a paused notebook, in the lines that the user wrote. */
import type { Debugger } from "node:inspector";
import type { StackFrame } from "./protocol.ts";
import { type Position, toSource } from "./source-map.ts";
import type { Script, Sources } from "./sources.ts";

/** A frame of code that the user wrote or imported. */
export interface UserFrame {
  call: Debugger.CallFrame;
  script: Script;
  name: string;
  /** Absent in code that the compiler added. */
  place: Position | undefined;
}

/** The frames of the user's code, innermost first; those of the kernel, of packages and of Node are left out. */
export function userFrames(calls: Debugger.CallFrame[], sources: Sources): UserFrame[] {
  return calls.flatMap((call) => {
    const script = sources.script(call.location.scriptId);
    if (!script) return [];
    const { lineNumber: line, columnNumber: column = 0 } = call.location;
    const mappings = script.mappings();
    const place = mappings ? toSource(mappings, { line, column }) : { line, column };
    const isCell = script.code !== undefined && call.functionName === "";
    return [{ call, script, place, name: isCell ? script.name : call.functionName || "(anonymous)" }];
  });
}

/** The frame as the front end shows it. */
export function toStackFrame({ script, name, place }: UserFrame, id: number): StackFrame {
  const { line, column } = place ?? { line: 0, column: 0 };
  return { id, name, source: { name: script.name, path: script.path }, line: line + 1, column: column + 1 };
}
