import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Queue as BullQueue, connectRedis } from "../../../grader/queue/bullmq.ts";
import type { QueueStep } from "../../../grader/queue/queue.ts";
import { putShared, readRedisUrl } from "../../../grader/queue/redis-place.ts";
import { redisQueue } from "../../../grader/queue/redis-queue.ts";
import { redisWorker } from "../../../grader/queue/redis-worker.ts";
import { skipOrFail } from "../../long/npm-folder.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";
import { slowLine } from "./slow-line.ts";
import { square } from "./square.ts";
import { all, jobsOf, problems, results, shared } from "./squares.ts";

describe("redisQueue()", function () {
  this.timeout(60_000);
  let server: RedisServer | undefined;
  before(async function () {
    server = await startRedis();
    if (!server)
      skipOrFail(
        this,
        "Cannot test grading on Redis: there is no redis-server or valkey-server; apt-get install redis-server",
      );
  });
  after(() => server?.stop());

  it("says at once that nothing answers, without the password", async () => {
    await assert.rejects(
      redisQueue({ url: "redis://:geheim@127.0.0.1:1" }),
      ({ message }: Error) => message.includes("127.0.0.1:1") && !message.includes("geheim"),
    );
  });

  it("opens to nobody without the password of a Redis that has one", async () => {
    const closed = (await startRedis({ password: "geheim" }))!;
    try {
      const without = closed.url.replace(":geheim@", "");
      await assert.rejects(
        redisQueue({ url: without }),
        /Cannot reach the queue at redis:\/\/127.*(NOAUTH|password)/,
      );
      await assert.rejects(redisQueue({ url: closed.url.replace("geheim", "falsch") }), /WRONGPASS|invalid/);
      const place = { url: readRedisUrl(without, { NOISEBOOK_REDIS_PASSWORD: "geheim" }) };
      const queue = await redisQueue<number, { plus: number }, number>(place);
      const worker = await redisWorker<number, { plus: number }, number>(square, place);
      assert.deepEqual(results(await all(queue, [3])), [10]);
      await worker.close();
      await queue.close();
    } finally {
      await closed.stop();
    }
  });

  it("has jobs done by a worker; who asks again gets the same results without new work", async () => {
    const place = { url: server!.url, name: "plain" };
    const queue = await redisQueue<number, { plus: number }, number>(place);
    const { work, begun } = counted();
    const worker = await redisWorker<number, { plus: number }, number>(work, place);
    const steps = await all(queue, [1, 2, 3]);
    assert.deepEqual(results(steps), [2, 5, 10]);
    assert.deepEqual(results(await all(queue, [1, 2, 3, 4])), [2, 5, 10, 17]);
    assert.equal(begun(), 4);
    await worker.close();
    await queue.close();
  });

  it("says why a job could not be done, after trying three times, and tries anew when asked anew", async () => {
    const place = { url: server!.url, name: "failing" };
    const queue = await redisQueue<number, { plus: number }, number>(place);
    const { work, begun: tried } = counted();
    const worker = await redisWorker<number, { plus: number }, number>(work, place);
    assert.deepEqual(problems(await all(queue, [-1])), ["-1 is negative"]);
    assert.equal(tried(), 3);
    assert.deepEqual(problems(await all(queue, [-1])), ["-1 is negative"]);
    assert.equal(tried(), 6);
    await worker.close();
    await queue.close();
  });

  it("takes no job for lost that is still being handed out over a slow line", async () => {
    const slow = await slowLine(server!.url, 100);
    const name = "slow";
    const queue = await redisQueue<number, { plus: number }, number>({ url: slow.url, name });
    const worker = await redisWorker<number, { plus: number }, number>(square, { url: server!.url, name });
    const numbers = Array.from({ length: 40 }, (_, at) => at);
    const steps = await all(queue, numbers);
    assert.deepEqual(problems(steps), []);
    assert.deepEqual(
      results(steps),
      numbers.map((n) => n * n + 1),
    );
    await worker.close();
    await queue.close();
    slow.stop();
  });

  it("has a worker that missed what the jobs share look for it again", async () => {
    const place = { url: server!.url, name: "sharing" };
    const redis = await connectRedis(server!.url);
    const key = await putShared(redis, place.name, shared);
    const queue = await redisQueue<number, { plus: number }, number>(place);
    const waiting = all(queue, [4]);
    const bull = new BullQueue(place.name, { connection: redis });
    while ((await bull.getWaitingCount()) === 0) await setTimeout(20);
    await redis.del(key);
    const worker = await redisWorker<number, { plus: number }, number>(square, place);
    assert.match(problems(await waiting).join(), /no longer in Redis/);
    assert.deepEqual(results(await all(queue, [4])), [17]);
    await worker.close();
    await queue.close();
    await bull.close();
    redis.disconnect();
  });

  it("loses no job and gives no result twice when workers are killed, and drains at SIGTERM", async () => {
    const place = { url: server!.url, name: "storm" };
    const redis = await connectRedis(server!.url);
    const queue = await redisQueue<number, { plus: number }, number>(place);
    const numbers = Array.from({ length: 60 }, (_, at) => at);
    const steps: QueueStep<number>[] = [];
    const workers = await Promise.all([startWorker(place), startWorker(place)]);
    let kills = 0;
    for await (const step of queue.run(jobsOf(numbers), { shared })) {
      steps.push(step);
      // Just when one has begun with a job it is killed in the midst of it.
      if ("what" in step && step.what === "thinking" && steps.length % 9 === 0 && kills < 4) {
        const victim = workers.shift()!;
        victim.kill("SIGKILL");
        kills++;
        workers.push(await startWorker(place));
      }
    }
    assert.ok(kills >= 2, `${kills} were killed`);
    assert.deepEqual(
      results(steps),
      numbers.map((n) => n * n + 1),
    );
    const begun = (await redis.lrange("storm-started", 0, -1)).length;
    assert.ok(begun >= 60 && begun <= 60 + kills, `${begun} begun, ${kills} killed`);
    for (const worker of workers) {
      worker.kill("SIGTERM");
      assert.deepEqual(await once(worker, "exit"), [0, null]);
    }
    redis.disconnect();
    await queue.close();
  });
});

/** The work of tests, and how often it was begun. */
function counted(): { work: typeof square; begun: () => number } {
  let count = 0;
  return {
    begun: () => count,
    async *work(...given) {
      count++;
      yield* square(...given);
    },
  };
}

async function startWorker({ url, name }: { url: string; name: string }): Promise<ChildProcess> {
  const program = fileURLToPath(new URL("./square-worker.js", import.meta.url));
  const child = spawn(process.execPath, [program, url, name], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout!, "data");
  return child;
}
