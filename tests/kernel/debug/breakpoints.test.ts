import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type DebugSession, openDebugSession } from "./debug-session.ts";

const loop = `let sum = 0;
for (let i = 0; i < 10; i++) {
  sum += i;
}
sum`;

describe("breakpoints", () => {
  let session: DebugSession;
  before(async () => {
    session = await openDebugSession();
    await session.run("const limit: number = 4;").done;
    await session.start();
  });
  after(() => session.close());

  /** Sets one on line 3 of the loop. */
  const set = async (more: Record<string, unknown>) => {
    const { sourcePath: path } = (await session.request("dumpCell", { code: loop })).body;
    const breakpoints = [{ line: 3, ...more }];
    return (await session.request("setBreakpoints", { source: { path }, breakpoints })).body.breakpoints[0];
  };
  /** How often the notebook has stopped so far. */
  const stopped = () =>
    session.client.received.iopub.filter(({ content }) => content.event === "stopped").length;
  /** Runs the loop to its end, and gives the values of i at which it stopped, and what it printed. */
  const stops = async () => {
    let handled = stopped();
    const { done } = session.run(loop);
    const values: string[] = [];
    let isDone = false;
    void done.then(() => {
      isDone = true;
    });
    for (;;) {
      while (!isDone && stopped() === handled) await delay(2);
      if (isDone) break;
      handled += 1;
      const frameId = (await session.stack())[0]?.id;
      values.push((await session.request("evaluate", { expression: "i", frameId })).body.result);
      await session.request("continue");
    }
    const { reply, published } = await done;
    assert.equal(reply.content.status, "ok");
    const printed = published.filter(({ header }) => header.msg_type === "stream");
    return { values, printed: printed.map(({ content }) => content.text).join("") };
  };

  it("stop only where their condition is true, which may use the notebook's variables", async () => {
    assert.equal((await set({ condition: "i > limit && i % 2 === 0" })).verified, true);
    assert.deepEqual((await stops()).values, ["6", "8"]);
  });

  const hits: [string, string[]][] = [
    ["3", ["2"]],
    [">= 9", ["8", "9"]],
    ["% 4", ["3", "7"]],
  ];
  for (const [hitCondition, values] of hits)
    it(`stop at the hits ${hitCondition}`, async () => {
      await set({ hitCondition });
      assert.deepEqual((await stops()).values, values);
    });

  it("count the hits for which the condition is true", async () => {
    await set({ condition: "i > limit", hitCondition: "== 2" });
    assert.deepEqual((await stops()).values, ["6"]);
  });

  it("print a message with values in place of stopping", async () => {
    await set({ condition: "i < 2", logMessage: "i is {i}, of {[limit, 'x']}." });
    assert.deepEqual(await stops(), {
      values: [],
      printed: "i is 0, of [ 4, 'x' ].\ni is 1, of [ 4, 'x' ].\n",
    });
  });

  it("stop where their condition fails", async () => {
    await set({ condition: "i < 1 && nobody > 1" });
    assert.deepEqual((await stops()).values, ["0"]);
  });

  it("say what is wrong with a condition", async () => {
    const wrong = await set({ condition: "i >" });
    assert.equal(wrong.verified, false);
    assert.match(wrong.message, /^Cannot set breakpoint: i > is not an expression: /);
    assert.match((await set({ hitCondition: "often" })).message, /must be a number.*got often$/);
    assert.deepEqual((await stops()).values, []);
  });

  it("let a variable be copied into the notebook", async () => {
    await set({ condition: "i === 7" });
    const before = stopped();
    const { done } = session.run(loop);
    while (stopped() === before) await delay(2);
    const srcFrameId = (await session.stack())[0]?.id;
    const copy = { srcVariableName: "i", dstVariableName: "seen", srcFrameId };
    assert.equal((await session.request("copyToGlobals", copy)).success, true);
    const wrong = await session.request("copyToGlobals", { ...copy, dstVariableName: "a b" });
    assert.equal(wrong.message, "Cannot copy to a b: it is not a variable");
    await session.request("continue");
    await done;
    const { published } = await session.run("seen + 1").done;
    const result = published.find(({ header }) => header.msg_type === "execute_result");
    assert.deepEqual(result?.content.data, { "text/plain": "8" });
  });
});
