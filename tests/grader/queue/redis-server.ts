import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { connectRedis } from "../../../grader/queue/bullmq.ts";
import { freePort } from "../../free-port.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

export interface RedisServer {
  url: string;
  stop(): Promise<void>;
}

/** Starts a Redis, or Valkey, of the test's own; undefined where neither is installed. */
export async function startRedis({ password = "" } = {}): Promise<RedisServer | undefined> {
  for (const program of ["redis-server", "valkey-server"]) {
    const port = await freePort();
    const folder = temporaryFolder();
    const settings = ["--bind", "127.0.0.1", "--port", `${port}`, "--dir", folder, "--save", ""];
    if (password !== "") settings.push("--requirepass", password);
    const child = spawn(program, settings, { stdio: "ignore" });
    const url = `redis://${password === "" ? "" : `:${password}@`}127.0.0.1:${port}`;
    const stop = () => ended(child);
    if (await answers(child, url)) return { url, stop };
    await stop();
  }
  return undefined;
}

async function answers(child: ChildProcess, url: string): Promise<boolean> {
  let failed = false;
  child.on("error", () => {
    failed = true;
  });
  for (let round = 0; round < 300 && !failed; round++) {
    const redis = await connectRedis(url).catch(() => undefined);
    redis?.disconnect();
    if (redis) return true;
    await setTimeout(100);
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
