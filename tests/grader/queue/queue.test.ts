import assert from "node:assert/strict";
import { jobKey } from "../../../grader/queue/key.ts";
import { localQueue } from "../../../grader/queue/local-queue.ts";
import { readRedisUrl } from "../../../grader/queue/redis-place.ts";
import { square } from "./square.ts";
import { all, jobsOf, problems, results } from "./squares.ts";

describe("localQueue()", () => {
  it("does each job once, several at a time, and says why one could not be done", async () => {
    let [now, most, tries] = [0, 0, 0];
    const queue = localQueue<number, { plus: number }, number>(
      async function* (number, shared, options) {
        most = Math.max(most, ++now);
        if (number < 0) tries++;
        try {
          yield* square(number, shared, options);
        } finally {
          now--;
        }
      },
      { workers: 3 },
    );
    const steps = await all(queue, [1, 2, 3, 4, 5, -6, 3]);
    assert.deepEqual(results(steps), [2, 5, 10, 17, 26]);
    assert.deepEqual(problems(steps), ["-6 is negative"]);
    assert.deepEqual([most, tries], [3, 2]);
  });

  it("stops its work at a break", async () => {
    const ended: number[] = [];
    const queue = localQueue<number, object, number>(
      async function* (number, _shared, { signal }) {
        yield { what: "begun" };
        await new Promise((resolve) => signal!.addEventListener("abort", resolve));
        ended.push(number);
      },
      { workers: 2 },
    );
    for await (const _ of queue.run(jobsOf([1, 2, 3]), { shared: {} })) break;
    assert.deepEqual(ended.sort(), [1, 2]);
  });
});

describe("jobKey()", () => {
  it("keeps its parts apart", () => {
    assert.match(jobKey("a"), /^[0-9a-f]{40}$/);
    assert.notEqual(jobKey("a", "bc"), jobKey("ab", "c"));
  });
});

describe("readRedisUrl()", () => {
  it("takes the addresses of Redis only", () => {
    assert.equal(readRedisUrl("rediss://x:6379/1"), "rediss://x:6379/1");
    const environment = { NOISEBOOK_REDIS_PASSWORD: "p@ss" };
    assert.equal(readRedisUrl("redis://x:6379/1", environment), "redis://:p%40ss@x:6379/1");
    assert.equal(readRedisUrl("redis://a:b@x:6379", environment), "redis://a:b@x:6379");
    assert.throws(() => readRedisUrl("127.0.0.1:6379"), /must be like redis:\/\/127\.0\.0\.1:6379/);
  });
});
