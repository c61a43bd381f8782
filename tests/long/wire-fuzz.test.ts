/** Twenty thousand messages that are none: the kernel answers and runs nothing of it, and goes on as before. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type KernelProcess, startKernelProcess } from "../../kernel/client/kernel-process.ts";
import { newHeader } from "../../kernel/host/wire.ts";
import { type Random, random } from "../../lib/index.ts";
import { type Client, openClient } from "../kernel/host/pair.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const count = 20_000;
const isLinux = process.platform === "linux";

type Damage = (frames: Uint8Array[], rng: Random) => Uint8Array[];

const noise = (rng: Random, longest: number) =>
  Uint8Array.from({ length: rng.integer(longest) }, () => rng.integer(256));
const at = (frames: Uint8Array[], rng: Random) => rng.integer(frames.length);

/** The ways in which a message is spoilt; the frames of a signed one are <IDS|MSG>, signature, 4 × JSON, a buffer. */
const damages: Damage[] = [
  (frames, rng) => frames.toSpliced(rng.integer(6), 1),
  (frames, rng) => frames.toSpliced(1 + rng.integer(5), 0, noise(rng, 40)),
  (frames, rng) => {
    const index = rng.integer(6);
    const bytes = Uint8Array.from(frames[index]);
    bytes[rng.integer(bytes.length)] ^= 1 << rng.integer(8);
    return frames.with(index, bytes);
  },
  (frames, rng) => frames.with(rng.integer(6), noise(rng, 300)),
  (frames, rng) => frames.slice(0, rng.integer(6)),
  (_, rng) => Array.from({ length: 1 + rng.integer(8) }, () => noise(rng, 100)),
  (frames, rng) => frames.with(1 + at(frames.slice(1, 6), rng), Buffer.alloc(100_000, "{")),
];

describe("a kernel that is sent noise", () => {
  const folder = temporaryFolder();
  let kernel: KernelProcess;
  let client: Client;
  before(async () => {
    kernel = await startKernelProcess({ cwd: folder });
    client = openClient(kernel.connection);
    await client.expect("iopub", ({ header }) => header.msg_type === "iopub_welcome");
  });
  after(() => {
    client.close();
    kernel.kill();
  });
  /** After the first thousand messages and after all: what the kernel holds of the machine, and what it was sent so far. */
  const looks: { resident: number; sent: number }[] = [];
  const residentBytes = () => {
    const status = readFileSync(`/proc/${kernel.pid}/status`, "utf8");
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]);
  };
  const run = async (code: string) => {
    const { reply } = await client.ask("execute_request", { code, user_expressions: { v: "value" } });
    const { v } = reply.content.user_expressions as Record<string, { data: Record<string, string> }>;
    return v.data["text/plain"];
  };

  it(`runs nothing of ${count} malformed messages, answers none, and its heart beats`, async () => {
    assert.equal(await run("let value = 1;"), "1");
    const rng = random(7);
    const before = { shell: client.received.shell.length, control: client.received.control.length };
    const echoes = client.sockets.hb[Symbol.asyncIterator]();
    const types = ["execute_request", "shutdown_request", "comm_open", "interrupt_request", "debug_request"];
    let bytes = 0;
    for (let sent = 0; sent < count; sent++) {
      const header = newHeader(types[rng.integer(types.length)], { session: "noise", username: "" });
      const content = { code: "value = -1", comm_id: "c", target_name: "t", restart: false };
      const whole = client.wire.encode({ header, content, buffers: [Uint8Array.of(1, 2)] });
      const spoilt = damages[rng.integer(damages.length)](whole, rng);
      const isSame = spoilt.length === whole.length && spoilt.every((frame, i) => whole[i] === frame);
      const channel = (["shell", "control", "stdin"] as const)[rng.integer(3)];
      client.sockets[channel].send(isSame ? [] : spoilt);
      bytes += spoilt.reduce((sum, { length }) => sum + length, 0);
      if (sent % 1000 === 999) {
        client.sockets.hb.send([Buffer.from("ping")]);
        await echoes.next();
        if (isLinux && [1000, count].includes(sent + 1))
          looks.push({ resident: residentBytes(), sent: bytes });
      }
    }
    assert.equal(await run("value;"), "1");
    const { reply } = await client.ask("kernel_info_request", {}, { channel: "control" });
    assert.equal(reply.content.status, "ok");
    assert.deepEqual(
      [client.received.shell.length - before.shell, client.received.control.length - before.control],
      [1, 1],
    );
  });

  it("lets go of what it was sent", function () {
    // Only Linux tells what another process holds.
    if (!isLinux) this.skip();
    const [first, last] = looks;
    const kept = (last!.resident - first!.resident) / (last!.sent - first!.sent);
    console.log(`      kept ${(100 * kept).toFixed(0)} % of ${Math.round(last!.sent / 1e6)} MB`);
    assert.ok(kept < 0.75, JSON.stringify(looks));
  });
});
