import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatConnection, newConnection } from "../../kernel/host/connection.ts";
import { root } from "../root.ts";
import { openClient } from "./host/pair.ts";

const main = join(root, "dist", "kernel", "main.js");

describe("kernel/main", () => {
  it("runs TypeScript for a client and ends with its shutdown", async () => {
    const folder = mkdtempSync(join(tmpdir(), "noisebook-"));
    const file = join(folder, "kernel.json");
    const connection = await newConnection();
    writeFileSync(file, formatConnection(connection));
    const client = openClient(connection);
    const kernel = spawn(process.execPath, [main, file], { cwd: folder, stdio: "ignore" });
    await client.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
    const code = "const n: number = 20;\nconsole.log('😀');\nn + 1";
    const { reply, published } = await client.ask("execute_request", { code });
    assert.equal(reply.content.status, "ok");
    const result = published.find(({ header }) => header.msg_type === "execute_result");
    assert.deepEqual(result?.content.data, { "text/plain": "21" });
    const { reply: failed } = await client.ask("execute_request", { code: "const s: string = n" });
    assert.match(String(failed.content.evalue), /^TS2322: Type 'number' is not assignable to type 'string'/);
    client.send("shutdown_request", { restart: false }, { channel: "control" });
    assert.deepEqual(await once(kernel, "exit"), [0, null]);
    client.close();
    rmSync(folder, { recursive: true });
  });

  it("says how it is used", () => {
    for (const words of [[], ["a", "b"], ["a", "--engine", "none"]]) {
      const { status, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });
      assert.equal(status, 2);
      assert.equal(stderr, "Usage: main.js CONNECTION_FILE [--engine typescript]\n");
    }
  });
});
