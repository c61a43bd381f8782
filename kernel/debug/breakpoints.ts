/** Breakpoints by source: kept while the debugger is on, and set in every script that comes from the source. */
import { randomUUID } from "node:crypto";
import type { Debugger } from "node:inspector";
import { breakpointCondition, breakpointProblem } from "./breakpoint-condition.ts";
import { inTurn } from "./in-turn.ts";
import type { Inspector } from "./inspector.ts";
import type { Breakpoint, SourceBreakpoint } from "./protocol.ts";
import { toCompiled } from "./source-map.ts";
import type { Script, Sources } from "./sources.ts";

export interface Breakpoints {
  /** Replaces the breakpoints of a source; lines count from 1. A line without code gives its breakpoint to the next. */
  set(path: string, breakpoints: SourceBreakpoint[]): Promise<Breakpoint[]>;
  /** Sets those of a script that is about to run. */
  arm(script: Script): Promise<void>;
  /** All of them, as debugInfo lists them. */
  list(): { source: string; breakpoints: SourceBreakpoint[] }[];
  /** True for the inspector's name of one that is set. */
  isSet(id: string): boolean;
  /** Forgets what is set in scripts, as their process has ended. */
  disarm(): void;
  clear(): void;
}

export function createBreakpoints(sources: Sources, inspector: () => Inspector): Breakpoints {
  const wanted = new Map<string, SourceBreakpoint[]>();
  const armed = new Map<string, Set<string>>();
  /** One change at a time: two that meet would set a breakpoint twice. */
  const change = inTurn();
  const armLines = async (script: Script): Promise<void> => {
    const ids = armed.get(script.path) ?? new Set();
    armed.set(script.path, ids);
    for (const breakpoint of wanted.get(script.path) ?? []) {
      const id = await setInScript(inspector(), script, breakpoint);
      if (id !== undefined) ids.add(id);
    }
  };
  return {
    set: (path, breakpoints) =>
      change(async () => {
        for (const breakpointId of armed.get(path) ?? [])
          await inspector().post("Debugger.removeBreakpoint", { breakpointId });
        armed.delete(path);
        const scripts = sources.from(path);
        const placed = breakpoints.map((each) => ({ ...each, line: placedLine(scripts, each.line) }));
        const possible = placed.filter((each) => breakpointProblem(each) === undefined);
        if (possible.length > 0) wanted.set(path, onePerLine(possible));
        else wanted.delete(path);
        for (const script of scripts) await armLines(script);
        return placed.map((each) => answer(each, path));
      }),
    arm: (script) => change(() => armLines(script)),
    list: () => [...wanted].map(([source, breakpoints]) => ({ source, breakpoints })),
    isSet: (id) => [...armed.values()].some((ids) => ids.has(id)),
    disarm: () => armed.clear(),
    clear() {
      wanted.clear();
      armed.clear();
    },
  };
}

/** Of those on one line the last. */
function onePerLine(breakpoints: SourceBreakpoint[]): SourceBreakpoint[] {
  return [...new Map(breakpoints.map((each) => [each.line, each])).values()];
}

function answer(breakpoint: SourceBreakpoint, path: string): Breakpoint {
  const message = breakpointProblem(breakpoint);
  const { line } = breakpoint;
  return {
    verified: message === undefined,
    line,
    source: { path },
    ...(message !== undefined && { message }),
  };
}

/** The line that a breakpoint gets; before a cell has been compiled it is the one that was asked for. */
function placedLine([script]: Script[], line: number): number {
  const mappings = script?.mappings();
  const placed = mappings && toCompiled(mappings, line - 1);
  return placed ? placed.sourceLine + 1 : line;
}

/** Sets one line's breakpoint and gives its id; nothing when the line has no code after it, or has one already. */
async function setInScript(
  inspector: Inspector,
  script: Script,
  breakpoint: SourceBreakpoint,
): Promise<string | undefined> {
  const { line } = breakpoint;
  const mappings = script.mappings();
  const at = mappings ? toCompiled(mappings, line - 1)?.at : { line: line - 1, column: 0 };
  if (!at) return undefined;
  try {
    const { breakpointId } = await inspector.post<Debugger.SetBreakpointByUrlReturnType>(
      "Debugger.setBreakpointByUrl",
      {
        urlRegex: script.urlRegex,
        lineNumber: at.line,
        columnNumber: at.column,
        condition: breakpointCondition(breakpoint, randomUUID()),
      },
    );
    return breakpointId;
  } catch (error) {
    if (/already exists/.test((error as Error).message)) return undefined;
    throw error;
  }
}
