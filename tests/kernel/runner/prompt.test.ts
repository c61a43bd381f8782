import assert from "node:assert/strict";
import { openSession } from "../notebook-session.ts";

describe("prompt", () => {
  it("waits for the reader's answer, and passes the question on", async () => {
    const asked: unknown[] = [];
    const session = openSession(async (...question) => {
      asked.push(question);
      return "Ada";
    });
    assert.equal(
      await session.value("`Hello ${prompt('Name? ')} ${prompt('Secret? ', { password: true })}`"),
      "'Hello Ada Ada'",
    );
    assert.deepEqual(asked, [
      ["cell-1", "Name? ", false],
      ["cell-1", "Secret? ", true],
    ]);
    await session.close();
  });
  it("fails with a sentence where nobody can be asked", async () => {
    const session = openSession(() => Promise.reject(new Error("the front end has gone")));
    assert.equal((await session.error("prompt()")).evalue, "Cannot prompt: the front end has gone");
    const outcome = await session.execute("prompt()", { allowStdin: false });
    assert.match(outcome.status === "error" ? outcome.error.evalue : "", /does not take input/);
    await session.close();
  });
});
