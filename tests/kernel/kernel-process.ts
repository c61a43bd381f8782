/** A kernel as Jupyter starts it, with a client on its sockets. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatConnection, newConnection } from "../../kernel/host/connection.ts";
import { root } from "../root.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openClient } from "./host/pair.ts";

export const main = join(root, "dist", "kernel", "main.js");

export type RealKernel = Awaited<ReturnType<typeof startRealKernel>>;

export async function startRealKernel(env: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const file = join(folder, "kernel.json");
  const connection = await newConnection();
  writeFileSync(file, formatConnection(connection));
  const client = openClient(connection);
  const kernel = spawn(process.execPath, [main, file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: "ignore",
  });
  await client.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
  return {
    client,
    kernel,
    execute: (code: string, more: Record<string, unknown> = {}) =>
      client.ask("execute_request", { code, ...more }),
    /** Shuts it down and gives its exit status. */
    async end(): Promise<number | null> {
      client.send("shutdown_request", { restart: false }, { channel: "control" });
      const [status] = kernel.exitCode === null ? await once(kernel, "exit") : [kernel.exitCode];
      client.close();
      return status;
    },
  };
}
