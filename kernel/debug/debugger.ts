/** A debugger that is on or off: V8's inspector of the notebook's process, in terms of what the user wrote. */
import type { Debugger as V8 } from "node:inspector";
import type { Duplex } from "node:stream";
import { type Breakpoints, createBreakpoints } from "./breakpoints.ts";
import { type UserFrame, userFrames } from "./frames.ts";
import { type Inspector, type InspectorEvent, openInspector } from "./inspector.ts";
import { threadId } from "./protocol.ts";
import { type CompiledCell, createSources, foreign, type Sources } from "./sources.ts";
import { hasArrived, type Step, type Stepping, stepCommand } from "./stepping.ts";
import { createVariables, type Variables } from "./variables.ts";

export interface Debugger {
  readonly sources: Sources;
  readonly breakpoints: Breakpoints;
  readonly variables: Variables;
  readonly inspector: Inspector;
  readonly isStarted: boolean;
  /** The call stack, innermost frame first, while the notebook is paused. */
  readonly paused: UserFrame[] | undefined;
  /** Joins a new process that runs the cells; the one before it has ended. */
  join(stream: Duplex): void;
  /** Hears of a cell before it runs, and sets its breakpoints. While the debugger is off it only remembers the cell. */
  prepare(cell: CompiledCell): Promise<void>;
  start(): Promise<void>;
  /** Forgets the breakpoints; what is paused goes on. */
  stop(): Promise<void>;
  pauseOnThrow(always: boolean): Promise<void>;
  /** Lets the paused notebook go on, all the way or by a step. */
  resume(step?: Step): Promise<void>;
}

/** Sends an event of the Debug Adapter Protocol. */
export type SendEvent = (event: string, body: Record<string, unknown>) => void;

interface State {
  inspector: Inspector | undefined;
  isStarted: boolean;
  pausesOnThrow: boolean;
  paused: UserFrame[] | undefined;
  stepping: Stepping | undefined;
}

/** What the functions below share. */
interface Parts extends Pick<Debugger, "sources" | "breakpoints" | "variables"> {
  state: State;
  inspector(): Inspector;
  send: SendEvent;
}

export function createDebugger(send: SendEvent): Debugger {
  const state: State = {
    inspector: undefined,
    isStarted: false,
    pausesOnThrow: false,
    paused: undefined,
    stepping: undefined,
  };
  const inspector = () => {
    if (!state.inspector) throw new Error("Cannot debug: the notebook's process has not started");
    return state.inspector;
  };
  const sources = createSources();
  const breakpoints = createBreakpoints(sources, inspector);
  const variables = createVariables(inspector);
  const parts: Parts = { state, inspector, sources, breakpoints, variables, send };
  return {
    sources,
    breakpoints,
    variables,
    get inspector() {
      return inspector();
    },
    get isStarted() {
      return state.isStarted;
    },
    get paused() {
      return state.paused;
    },
    ...commands(parts),
  };
}

function commands(
  parts: Parts,
): Pick<Debugger, "join" | "prepare" | "start" | "stop" | "pauseOnThrow" | "resume"> {
  const { state, inspector, sources, breakpoints } = parts;
  return {
    join(stream) {
      goesOn(parts);
      sources.clear();
      breakpoints.disarm();
      state.stepping = undefined;
      state.inspector = openInspector(stream, (event) => receive(event, parts));
      if (state.isStarted) void enable(parts).catch(processEnded);
    },
    async prepare(cell) {
      sources.add(cell);
      const script = state.isStarted ? sources.cell(cell.id) : undefined;
      if (script) await breakpoints.arm(script).catch(processEnded);
    },
    async start() {
      await enable(parts);
      state.isStarted = true;
    },
    async stop() {
      Object.assign(state, { isStarted: false, pausesOnThrow: false, stepping: undefined });
      breakpoints.clear();
      await inspector().disconnect();
      goesOn(parts);
    },
    async pauseOnThrow(always) {
      state.pausesOnThrow = always;
      await inspector().post("Debugger.setPauseOnExceptions", { state: always ? "all" : "none" });
    },
    async resume(step) {
      const { paused } = state;
      if (!paused) return;
      state.stepping = step && { step, from: paused[0], depth: paused.length, repeats: 0 };
      goesOn(parts);
      await inspector().post(state.stepping ? stepCommand(state.stepping) : "Debugger.resume");
    },
  };
}

async function enable({ state, inspector }: Parts): Promise<void> {
  await inspector().post("Debugger.enable");
  await inspector().post("Debugger.setBlackboxPatterns", { patterns: foreign });
  await inspector().post("Debugger.setPauseOnExceptions", { state: state.pausesOnThrow ? "all" : "none" });
}

function receive({ method, params }: InspectorEvent, parts: Parts): void {
  if (method === "Debugger.scriptParsed") parts.sources.parsed(params);
  else if (method === "Debugger.paused") onPaused(params, parts);
  else if (method === "Debugger.resumed") goesOn(parts);
}

function onPaused(
  event: V8.PausedEventDataType,
  { state, sources, breakpoints, inspector, send }: Parts,
): void {
  const { stepping } = state;
  const frames = userFrames(event.callFrames, sources);
  const reason = stopReason(event, breakpoints, stepping);
  const isOnTheWay = stepping !== undefined && reason === "step" && !hasArrived(stepping, frames);
  if (isOnTheWay || frames.length === 0) {
    if (stepping) stepping.repeats += 1;
    void inspector()
      .post(isOnTheWay ? stepCommand(stepping) : "Debugger.resume")
      .catch(processEnded);
    return;
  }
  state.stepping = undefined;
  state.paused = frames;
  send("stopped", {
    reason,
    threadId,
    allThreadsStopped: true,
    ...(reason === "exception" && thrown(event)),
  });
}

/** Takes note that the notebook is not paused any more. */
function goesOn({ state, variables, send }: Parts): void {
  if (!state.paused) return;
  state.paused = undefined;
  variables.clear();
  send("continued", { threadId, allThreadsContinued: true });
}

function stopReason(
  { reason, hitBreakpoints = [] }: V8.PausedEventDataType,
  breakpoints: Breakpoints,
  stepping: Stepping | undefined,
): string {
  if (reason === "exception" || reason === "promiseRejection") return "exception";
  if (hitBreakpoints.some(breakpoints.isSet)) return "breakpoint";
  return stepping ? "step" : "pause";
}

function thrown({ data }: V8.PausedEventDataType): { text: string } {
  const { description, value } = (data ?? {}) as { description?: string; value?: unknown };
  return { text: description?.split("\n")[0] ?? String(value) };
}

/** Then join() says what comes next. */
function processEnded(): void {}
