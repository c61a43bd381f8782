import assert from "node:assert/strict";
import { openSession, type Session, sleep } from "../notebook-session.ts";

describe("outputs of cells", () => {
  let session: Session;
  before(() => {
    session = openSession();
  });
  after(() => session.close());

  it("has all of 20,000 lines before the cell ends, in few messages", async () => {
    await session.execute("for (let i = 0; i < 20000; i++) console.log('line', i)", { origin: "lines" });
    const lines = session.text("stdout", "lines").trimEnd().split("\n");
    assert.equal(lines.length, 20_000);
    assert.equal(lines.at(-1), "line 19999");
    assert.ok(session.outputs.filter(({ origin }) => origin === "lines").length < 500);
  });
  it("has all of 5,000 displays, in order", async () => {
    await session.execute("for (let i = 0; i < 5000; i++) display(i)", { origin: "displays" });
    const shown = session.outputs.filter(({ origin }) => origin === "displays");
    assert.equal(shown.length, 5000);
    assert.deepEqual(shown[4999].content.data, { "text/plain": "4999" });
  });
  it("is live during a loop that never yields", async () => {
    const ended = session.execute(
      "{ const until = Date.now() + 400; console.log('first'); while (Date.now() < until) {} console.log('second'); const again = Date.now() + 400; while (Date.now() < again) {} }",
      { origin: "live" },
    );
    let live = "";
    const start = performance.now();
    while (!live.includes("first") && performance.now() - start < 5000) {
      await sleep(10);
      live = session.text("stdout", "live");
    }
    assert.equal(live, "first\n");
    await ended;
  });
  it("is live to its last line when a burst is followed by a loop that never yields", async () => {
    const ended = session.execute(
      "for (let i = 0; i < 300; i++) console.log('burst', i); { let goes = true; setTimeout(() => {}, 0); const until = Date.now() + 3000; while (goes) goes = Date.now() < until }",
      { origin: "burst" },
    );
    let hasEnded = false;
    void ended.then(() => (hasEnded = true));
    while (!hasEnded && !session.text("stdout", "burst").includes("burst 299\n")) await sleep(10);
    assert.ok(!hasEnded);
    await ended;
    assert.equal(session.text("stdout", "burst").split("\n").length, 301);
    assert.ok(session.outputs.filter(({ origin }) => origin === "burst").length < 50);
  });
  it("keeps what is printed, shown and printed in order, however fast", async () => {
    await session.execute(
      "for (let i = 0; i < 100; i++) { console.log('a'); if (i % 20 === 10) display(i) } console.log('b')",
      { origin: "mixed" },
    );
    const shown = session.outputs.filter(({ origin }) => origin === "mixed");
    const lines = shown.map(({ type, content }) => (type === "stream" ? content.text : "|")).join("");
    assert.equal(
      lines.replaceAll("a\n", "a"),
      `${"a".repeat(11)}|${`${"a".repeat(20)}|`.repeat(4)}${"a".repeat(9)}b\n`,
    );
  });
  it("keeps stdout and stderr apart and in order", async () => {
    await session.execute("console.log(1); console.error(2); console.log(3)", { origin: "both" });
    const shown = session.outputs.filter(({ origin }) => origin === "both").map(({ content }) => content);
    assert.deepEqual(shown, [
      { name: "stdout", text: "1\n" },
      { name: "stderr", text: "2\n" },
      { name: "stdout", text: "3\n" },
    ]);
  });
  it("takes process.stdout.write, with its callback", async () => {
    await session.execute(
      "await new Promise<void>((done) => { process.stdout.write('raw', () => done()) })",
      { origin: "raw" },
    );
    assert.equal(session.text("stdout", "raw"), "raw");
  });
  it("formats without colours", async () => {
    await session.execute("console.log({ a: 1, b: 'x' }, 2)", { origin: "plain" });
    assert.equal(session.text("stdout", "plain"), "{ a: 1, b: 'x' } 2\n");
  });
  it("shows what child processes print", async () => {
    await session.execute(
      "import { execSync } from 'node:child_process'; execSync('echo from-child', { stdio: 'inherit' });",
      { origin: "child" },
    );
    assert.equal(session.text("stdout", "child"), "from-child\n");
  });
  for (const line of ["# example.org:22 SSH-2.0", "FATAL ERROR: no such table"])
    it(`shows what child processes print after "${line}"`, async () => {
      await session.execute(
        `import { spawnSync } from 'node:child_process'; for (const text of ['${line}', 'more']) spawnSync('sh', ['-c', 'echo "$0" >&2', text], { stdio: 'inherit' })`,
        { origin: line },
      );
      await session.execute("spawnSync('sh', ['-c', 'echo next >&2'], { stdio: 'inherit' })", {
        origin: line,
      });
      assert.equal(session.text("stderr", line), `${line}\nmore\nnext\n`);
    });
  it("keeps Node's own warnings off a cell's stderr", async () => {
    await session.execute("process.emitWarning('hush'); new (require('node:buffer').Buffer)(1);", {
      origin: "warn",
    });
    await sleep(50);
    assert.equal(session.text("stderr", "warn"), "");
  });
  it("gives late output to the cell that started it", async () => {
    await session.execute("setTimeout(() => console.log('late'), 60); void 0", { origin: "early" });
    await session.execute("await new Promise((r) => setTimeout(r, 120)); console.log('mine')", {
      origin: "next",
    });
    assert.equal(session.text("stdout", "early"), "late\n");
    assert.equal(session.text("stdout", "next"), "mine\n");
  });
  it("gives the output of background loops to the cell that started them", async () => {
    await session.execute(
      "void (async () => { for (let i = 0; i < 4; i++) { await new Promise((r) => setTimeout(r, 20)); console.log('bg' + i) } })();",
      { origin: "background" },
    );
    await session.execute(
      "for (let i = 0; i < 4; i++) { await new Promise((r) => setTimeout(r, 25)); console.log('fg' + i) }",
      { origin: "foreground" },
    );
    assert.equal(session.text("stdout", "background"), "bg0\nbg1\nbg2\nbg3\n");
    assert.equal(session.text("stdout", "foreground"), "fg0\nfg1\nfg2\nfg3\n");
  });
  it("passes large displays whole", async () => {
    await session.execute("display(html`${'x'.repeat(5e6)}`)", { origin: "large" });
    const data = session.outputs.at(-1)?.content.data as Record<string, string>;
    assert.equal(data["text/html"].length, 5e6);
  });
  it("updates a display in place", async () => {
    await session.execute("display(1, { id: 'p' }); display(2, { id: 'p' })", { origin: "place" });
    const shown = session.outputs.filter(({ origin }) => origin === "place");
    assert.deepEqual(
      shown.map(({ type }) => type),
      ["display_data", "update_display_data"],
    );
  });
});

describe("comms", () => {
  it("reach their listeners while a cell awaits, under the message's own origin", async () => {
    const session = openSession();
    await session.execute("const s9 = slider(0, 10); display(s9)", { origin: "make" });
    const shown = session.outputs.find(({ type, origin }) => type === "display_data" && origin === "make");
    const data = shown?.content.data as Record<string, { model_id: string }>;
    const id = data["application/vnd.jupyter.widget-view+json"].model_id;
    assert.equal(session.interpreter.comms("jupyter.widget")[id], "jupyter.widget");
    const ended = session.execute("await new Promise((r) => setTimeout(r, 300)); s9.value", {
      origin: "waiting",
    });
    await sleep(150);
    await session.interpreter.comm({
      origin: "moved",
      type: "comm_msg",
      content: { comm_id: id, data: { method: "update", state: { value: 7 }, buffer_paths: [] } },
      metadata: {},
      buffers: [],
    });
    await ended;
    const result = session.outputs.find(
      ({ type, origin }) => type === "execute_result" && origin === "waiting",
    );
    assert.deepEqual(result?.content.data, { "text/plain": "7" });
    await session.close();
  });
  it("answers a comm for an unknown target with comm_close", async () => {
    const session = openSession();
    await session.value("1");
    await session.interpreter.comm({
      origin: "unknown",
      type: "comm_open",
      content: { comm_id: "c1", target_name: "nobody", data: {} },
      metadata: {},
      buffers: [],
    });
    await sleep(100);
    const closed = session.outputs.find(({ type }) => type === "comm_close");
    assert.equal(closed?.content.comm_id, "c1");
    assert.deepEqual(session.interpreter.comms(), {});
    await session.close();
  });
});
