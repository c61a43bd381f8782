/** A kernel on real sockets with the real interpreter, and a client that debugs as JupyterLab does. */
import assert from "node:assert/strict";
import type { Scope, StackFrame, Variable } from "../../../kernel/debug/protocol.ts";
import { newConnection } from "../../../kernel/host/connection.ts";
import { startKernel } from "../../../kernel/host/kernel.ts";
import type { Message } from "../../../kernel/host/wire.ts";
import { startTypeScript } from "../../../kernel/typescript-interpreter.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { openClient } from "../host/pair.ts";

type Fields = Record<string, unknown>;

export interface Response {
  success: boolean;
  message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each command has a body of its own
  body: any;
}

export type DebugSession = Awaited<ReturnType<typeof openDebugSession>>;

export async function openDebugSession() {
  const cwd = temporaryFolder();
  const connection = await newConnection();
  const kernel = await startKernel(connection, startTypeScript, { cwd, log: () => {} });
  const client = openClient(connection);
  await client.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
  let seq = 0;
  const request = async (command: string, given: Fields = {}): Promise<Response> => {
    seq += 1;
    const content = { type: "request", seq, command, arguments: given };
    const { reply } = await client.ask("debug_request", content, { channel: "control" });
    return reply.content as unknown as Response;
  };
  const events = () => client.received.iopub.filter(({ header }) => header.msg_type === "debug_event");
  let seen = 0;
  const variables = async (variablesReference: number): Promise<Variable[]> =>
    (await request("variables", { variablesReference })).body.variables;
  const stack = async (): Promise<StackFrame[]> =>
    (await request("stackTrace", { threadId: 1 })).body.stackFrames;
  const scopes = async (frameId?: number): Promise<Record<string, Record<string, Variable>>> => {
    const id = frameId ?? (await stack())[0]?.id;
    const found: Scope[] = (await request("scopes", { frameId: id })).body.scopes;
    const entries = found.map(async ({ name, variablesReference }) => [
      name,
      Object.fromEntries((await variables(variablesReference)).map((each) => [each.name, each])),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  };
  return {
    cwd,
    client,
    request,
    variables,
    stack,
    scopes,
    /** Switches the debugger on. */
    async start(clientID = "test") {
      await request("initialize", { clientID });
      await request("attach");
    },
    /** Sets breakpoints in a cell, as a click beside its lines does, and gives their lines. */
    async breakAt(code: string, ...lines: number[]): Promise<number[]> {
      const { sourcePath: path } = (await request("dumpCell", { code })).body;
      const breakpoints = lines.map((line) => ({ line }));
      const { body } = await request("setBreakpoints", { source: { path }, breakpoints });
      return body.breakpoints.map(({ line }: { line: number }) => line);
    },
    /** Sends a cell and does not wait for it; `done` settles with its reply and outputs. */
    run(code: string) {
      const header = client.send("execute_request", { code });
      return { done: client.done(header) };
    },
    /** Waits for the next event of a kind. */
    async event(name: string): Promise<Fields> {
      for (;;) {
        const found = events().findIndex(({ content }, at) => at >= seen && content.event === name);
        if (found >= 0) {
          seen = found + 1;
          return (events()[found] as Message).content.body as Fields;
        }
        const count = events().length;
        await client.expect(
          "iopub",
          ({ header }) => header.msg_type === "debug_event" && events().length > count,
        );
      }
    },
    /** The line of the user's code where it stands. */
    async line(): Promise<number | undefined> {
      return (await stack())[0]?.line;
    },
    /** Waits until it stops for a reason; gives the line. */
    async stopped(reason: string): Promise<number | undefined> {
      assert.deepEqual(
        { reason, ...(await this.event("stopped")) },
        { reason, threadId: 1, allThreadsStopped: true },
      );
      return this.line();
    },
    async close() {
      client.close();
      await kernel.stop();
    },
  };
}
