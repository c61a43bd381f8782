/** A queue on Redis or Valkey, by BullMQ: any number of workers on any number of machines, each of which may die at any time. */
import { type AsyncQueue, asyncQueue } from "../../kernel/client/async-queue.ts";
import { Queue as BullQueue, connectRedis, QueueEvents, type Redis } from "./bullmq.ts";
import type { Job, Queue, QueueStep } from "./queue.ts";
import {
  defaultName,
  getJson,
  keptSeconds,
  putShared,
  type RedisAddress,
  type RedisJob,
  resultKey,
} from "./redis-place.ts";

/** How often jobs are looked at whose news may have been lost, in milliseconds. */
const sweepEvery = 3000;

/**
 * Opens a queue whose jobs are done by `redisWorker`s. Jobs that are in Redis already, from an earlier call that was stopped, are
 * not done again: their results are fetched; those that had no result are tried anew.
 *
 * @throws {Error} If there is no Redis at the address.
 */
export async function redisQueue<Data, Shared, Result>({
  url,
  name = defaultName,
}: RedisAddress): Promise<Queue<Data, Shared, Result>> {
  const redis = await connectRedis(url);
  const listening = redis.duplicate();
  const queue = new BullQueue<RedisJob<Data>, string>(name, {
    connection: redis,
    defaultJobOptions: {
      attempts: 3,
      backoff: { type: "exponential", delay: 1000 },
      removeOnComplete: { age: keptSeconds },
      removeOnFail: { age: keptSeconds },
    },
  });
  queue.on("error", () => {}); // The call that failed says so.
  const events = new QueueEvents(name, { connection: listening });
  events.on("error", () => {}); // The sweep finds what it missed.
  const close = async () => {
    await Promise.allSettled([queue.close(), events.close()]);
    redis.disconnect();
    listening.disconnect();
  };
  await events.waitUntilReady();
  return {
    close,
    async *run(jobs, { shared, signal }) {
      const news = asyncQueue<QueueStep<Result>>();
      const stop = follow({ redis, queue, events, name, news, open: new Set(jobs.map(({ key }) => key)) });
      const end = () => news.end();
      signal?.addEventListener("abort", end);
      try {
        await put({ queue, redis }, jobs, await putShared(redis, name, shared));
        stop.startSweeping();
        yield* news;
      } finally {
        signal?.removeEventListener("abort", end);
        await stop();
      }
    },
  };
}

type Bull<Data> = BullQueue<RedisJob<Data>, string>;

/** Adds the jobs that are not there; has those tried again that ended without a result. */
async function put<Data>(
  { queue, redis }: { queue: Bull<Data>; redis: Redis },
  jobs: readonly Job<Data>[],
  shared: string,
): Promise<void> {
  for (let at = 0; at < jobs.length; at += 50) {
    const part = jobs.slice(at, at + 50);
    for (const { key } of part) {
      const earlier = await queue.getJob(key);
      const state = earlier && (await earlier.getState());
      const isLost = state === "completed" && (await redis.get(resultKey(queue.name, key))) === null;
      if (state === "failed" || isLost) await earlier!.remove();
    }
    await queue.addBulk(
      part.map(({ key, data }) => ({ name: "job", data: { shared, data }, opts: { jobId: key } })),
    );
  }
}

interface Followed<Data, Result> {
  redis: Redis;
  queue: Bull<Data>;
  events: QueueEvents;
  name: string;
  news: AsyncQueue<QueueStep<Result>>;
  /** The keys whose last news has not come. */
  open: Set<string>;
}

/**
 * Passes on the news of the open jobs: as Redis tells them, and by looking for what was not heard, once all jobs are in it: before, one
 * that is not there yet would pass for one that was taken out.
 */
function follow<Data, Result>({ redis, queue, events, name, news, open }: Followed<Data, Result>) {
  const finish = (key: string, step: QueueStep<Result>) => {
    if (!open.delete(key)) return;
    news.push(step);
    if (open.size === 0) news.end();
  };
  const completed = async (key: string) => {
    if (!open.has(key)) return;
    const result = await getJson<Result>(redis, resultKey(name, key));
    finish(
      key,
      result === undefined ? { key, problem: "its result is no longer in Redis" } : { key, result },
    );
  };
  const failed = (key: string, reason = "") => finish(key, { key, problem: whyFailed(reason) });
  const heard = {
    completed: ({ jobId }: { jobId: string }) => void completed(jobId).catch(() => {}),
    failed: ({ jobId, failedReason }: { jobId: string; failedReason: string }) => failed(jobId, failedReason),
    active: ({ jobId }: { jobId: string }) => tell(jobId, "a worker has it"),
    stalled: ({ jobId }: { jobId: string }) => tell(jobId, "its worker died; another does it again"),
    progress: ({ jobId, data }: { jobId: string; data: unknown }) =>
      tell(jobId, String((data as { what?: unknown }).what)),
  };
  const tell = (key: string, what: string) => void (open.has(key) && news.push({ key, what }));
  const sweep = async () => {
    for (const key of [...open]) {
      const job = await queue.getJob(key);
      const state = job ? await job.getState() : "unknown";
      if (state === "completed") await completed(key);
      else if (state === "failed") failed(key, job!.failedReason);
      else if (state === "unknown") finish(key, { key, problem: "it was taken out of the queue" });
    }
    if (open.size === 0) news.end();
  };
  let sweeping = Promise.resolve();
  const sweepSoon = () => {
    sweeping = sweeping.then(sweep).catch(() => {});
  };
  let timer: NodeJS.Timeout | undefined;
  const startSweeping = () => {
    sweepSoon();
    timer = setInterval(sweepSoon, sweepEvery);
  };
  for (const [event, listener] of Object.entries(heard)) events.on(event as "completed", listener as never);
  const stop = async () => {
    clearInterval(timer);
    for (const [event, listener] of Object.entries(heard))
      events.off(event as "completed", listener as never);
    await sweeping;
  };
  return Object.assign(stop, { startSweeping });
}

function whyFailed(reason: string): string {
  return reason.includes("stalled more than")
    ? "every worker that had it died; look at what it does"
    : reason;
}
