import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder.ts";
import { main, startRealKernel } from "./kernel-process.ts";

describe("kernel/main", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  it("runs TypeScript for a client and ends with its shutdown", async () => {
    const { client, end } = await startRealKernel();
    const code = "const n: number = 20;\nconsole.log('😀');\nn + 1";
    const { reply, published } = await client.ask("execute_request", { code });
    assert.equal(reply.content.status, "ok");
    const result = published.find(({ header }) => header.msg_type === "execute_result");
    assert.deepEqual(result?.content.data, { "text/plain": "21" });
    const { reply: failed } = await client.ask("execute_request", { code: "const s: string = n" });
    assert.match(String(failed.content.evalue), /^TS2322: Type 'number' is not assignable to type 'string'/);
    assert.equal(await end(), 0);
  });

  it("gives the history of earlier sessions", async () => {
    const env = { NOISEBOOK_HISTORY: join(folder, "history") };
    const first = await startRealKernel(env);
    await first.client.ask("execute_request", { code: "40 + 2" });
    await first.end();
    const second = await startRealKernel(env);
    await second.client.ask("execute_request", { code: "'now'" });
    const asked = { hist_access_type: "tail", n: 10, output: true };
    const { reply } = await second.client.ask("history_request", asked);
    const rows = reply.content.history as unknown[][];
    assert.deepEqual(
      rows.map(([, line, texts]) => [line, texts]),
      [
        [1, ["40 + 2", "42"]],
        [1, ["'now'", "'now'"]],
      ],
    );
    await second.end();
  });

  it("says how it is used", () => {
    for (const words of [[], ["a", "b"], ["a", "--engine", "none"]]) {
      const { status, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: "utf8" });
      assert.equal(status, 2);
      assert.equal(stderr, "Usage: main.js CONNECTION_FILE [--engine typescript|tslab]\n");
    }
  });
});
