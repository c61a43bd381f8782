/** Answers the requests of the Debug Adapter Protocol, and Jupyter's own ones. */
import { createDebugger, type Debugger } from "./debugger.ts";
import { describeRemote, remoteType } from "./describe-remote.ts";
import { evaluate, showVariable } from "./evaluate.ts";
import { createFrameIds, type FrameIds } from "./frame-ids.ts";
import { toStackFrame } from "./frames.ts";
import { hatchExpression } from "./hatch.ts";
import { inTurn } from "./in-turn.ts";
import { type DebugRequest, type SourceBreakpoint, threadId, type Variable } from "./protocol.ts";
import { frameScopes, notebookVariables } from "./scopes.ts";
import { cellPaths } from "./sources.ts";
import { variableGroup } from "./variables.ts";

type Fields = Record<string, unknown>;
type Handler = (given: Fields, context: Context) => Promise<Fields | undefined> | Fields | undefined;

interface Context {
  debug: Debugger;
  frames: FrameIds;
  /** What the client said of itself. */
  client: { showsTypeForValue: boolean };
  /** Lets one look at the notebook's variables end before the next begins. */
  inspect: ReturnType<typeof inTurn>;
  send(event: string, body: Fields): void;
  declare: AdapterOptions["declare"];
}

export interface AdapterOptions {
  /** Takes the events. */
  sendEvent(event: Fields): void;
  /** Makes a name known to later cells: the debugger has put a value there. */
  declare(name: string): Promise<void>;
}

export interface Adapter extends Pick<Debugger, "join" | "prepare"> {
  /** Gives the response to a request. */
  answer(request: Fields): Promise<Fields>;
}

/** Makes the debugger of one notebook. */
export function createAdapter({ sendEvent, declare }: AdapterOptions): Adapter {
  let seq = 0;
  const next = () => {
    seq += 1;
    return seq;
  };
  const send = (event: string, body: Fields) => sendEvent({ type: "event", seq: next(), event, body });
  const debug = createDebugger(send);
  const context: Context = {
    debug,
    send,
    frames: createFrameIds(),
    client: { showsTypeForValue: false },
    inspect: inTurn(),
    declare,
  };
  return {
    join: debug.join,
    prepare: debug.prepare,
    async answer(request) {
      const { seq: request_seq, command, arguments: given = {} } = request as unknown as DebugRequest;
      const shared = { type: "response", request_seq, seq: next(), command };
      try {
        if (!Object.hasOwn(handlers, command))
          throw new Error(`Cannot answer ${command}: it is not supported`);
        const body = await handlers[command]!(given, context);
        return { ...shared, success: true, ...(body && { body }) };
      } catch (error) {
        return { ...shared, success: false, message: (error as Error).message, body: {} };
      }
    },
  };
}

const handlers: Record<string, Handler> = {
  debugInfo: (_, { debug }) => ({
    ...cellPaths,
    isStarted: debug.isStarted,
    breakpoints: debug.breakpoints.list(),
    stoppedThreads: debug.paused ? [threadId] : [],
    richRendering: true,
    copyToGlobals: true,
    exceptionPaths: [],
  }),

  async initialize({ clientID }, { debug, client, send }) {
    // Its tree of variables shows the type of a value, where there is one, in place of the value.
    client.showsTypeForValue = clientID === "jupyterlab";
    await debug.start();
    send("initialized", {});
    return {
      supportsConfigurationDoneRequest: true,
      supportsEvaluateForHovers: true,
      supportsConditionalBreakpoints: true,
      supportsHitConditionalBreakpoints: true,
      supportsLogPoints: true,
      exceptionBreakpointFilters: [{ filter: "all", label: "Thrown errors", default: false }],
    };
  },
  attach: () => ({}),
  configurationDone: () => ({}),
  async disconnect(_, { debug }) {
    await debug.stop();
    return {};
  },

  dumpCell: ({ code }, { debug }) => ({ sourcePath: debug.sources.dump(String(code)) }),
  source({ source }, { debug }) {
    const { path = "" } = source as { path?: string };
    const content = debug.sources.text(path);
    if (content === undefined) throw new Error(`Cannot show ${path}: there is no such source`);
    return { content, mimeType: /\.[cm]?tsx?$/.test(path) ? "text/typescript" : "text/javascript" };
  },
  async setBreakpoints({ source, breakpoints = [] }, { debug }) {
    const { path } = source as { path: string };
    return { breakpoints: await debug.breakpoints.set(path, breakpoints as SourceBreakpoint[]) };
  },
  async setExceptionBreakpoints({ filters = [] }, { debug }) {
    await debug.pauseOnThrow((filters as string[]).includes("all"));
    return {};
  },

  threads: () => ({ threads: [{ id: threadId, name: "Notebook" }] }),
  stackTrace(_, { debug, frames }) {
    const stackFrames = (debug.paused ?? []).map((frame) => toStackFrame(frame, frames.add(frame)));
    return { stackFrames, totalFrames: stackFrames.length };
  },
  scopes({ frameId }, { debug, frames }) {
    const frame = frames.get(frameId, debug);
    return { scopes: frame ? frameScopes(frame, debug.variables, () => debug.inspector) : [] };
  },
  async variables({ variablesReference }, { debug, client }) {
    return { variables: shownBy(client, await debug.variables.load(Number(variablesReference))) };
  },
  inspectVariables: (_, { debug, client, inspect }) =>
    inspect(async () => {
      // Front ends ask at every output; what they were shown before they have replaced.
      if (!debug.paused) {
        debug.variables.clear();
        await debug.inspector.post("Runtime.releaseObjectGroup", { objectGroup: variableGroup });
      }
      return { variables: shownBy(client, await notebookVariables(debug.variables, debug.inspector)) };
    }),
  async richInspectVariables({ variableName, frameId }, { debug, frames }) {
    const name = variableIn(variableName, "show");
    return { ...(await showVariable(name, frames.get(frameId, debug), debug.inspector)) };
  },
  async copyToGlobals({ srcVariableName, dstVariableName, srcFrameId }, { debug, frames, declare }) {
    const from = variableIn(srcVariableName, "copy");
    const to = variableIn(dstVariableName, "copy to");
    const copy = `void (${hatchExpression}.scope[${JSON.stringify(to)}] = ${from})`;
    await evaluate(copy, frames.get(srcFrameId, debug), debug.inspector);
    await declare(to);
    return {};
  },
  async evaluate({ expression, frameId }, { debug, frames }) {
    const value = await evaluate(String(expression), frames.get(frameId, debug), debug.inspector);
    const { variablesReference } = debug.variables.toVariable("", value);
    return { result: describeRemote(value), type: remoteType(value), variablesReference };
  },

  async continue(_, { debug }) {
    await debug.resume();
    return { allThreadsContinued: true };
  },
  next: stepper("next"),
  stepIn: stepper("stepIn"),
  stepOut: stepper("stepOut"),
  async pause(_, { debug }) {
    await debug.inspector.post("Debugger.pause");
    return {};
  },
};

function variableIn(given: unknown, doing: string): string {
  const name = String(given);
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    throw new Error(`Cannot ${doing} ${name}: it is not a variable`);
  return name;
}

function stepper(step: "next" | "stepIn" | "stepOut"): Handler {
  return async (_, { debug }) => {
    await debug.resume(step);
    return {};
  };
}

function shownBy({ showsTypeForValue }: Context["client"], variables: Variable[]): Variable[] {
  return showsTypeForValue ? variables.map(({ type: _, ...rest }) => rest) : variables;
}
