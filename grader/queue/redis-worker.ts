/** Does the jobs of a queue on Redis or Valkey. */
import { connectRedis, type Job, Worker } from "./bullmq.ts";
import type { Work } from "./queue.ts";
import { defaultName, getJson, putJson, type RedisAddress, type RedisJob, resultKey } from "./redis-place.ts";

export interface RedisWorkerOptions extends RedisAddress {
  /** How many jobs it does at one time. Default: 1. */
  jobs?: number;
  /** Seconds after which a job whose worker has fallen silent goes to another. Default: 15. */
  silenceSeconds?: number;
  /** Hears of each job. */
  onNews?: (news: { key: string; what: string }) => void;
}

export interface RedisWorker {
  /** Takes no more jobs and ends when those under way are done; with `now` they go back to the queue. */
  close(options?: { now?: boolean }): Promise<void>;
}

/**
 * A job may meet this many workers that die on it. It is a bound for a submission that brings down whatever grades it: without one
 * it would do so for ever.
 */
const mostDeaths = 20;

/**
 * Starts a worker. It holds a lock on each job and renews it while it lives: when it is killed, the lock runs out and another
 * worker does the job again. Only who holds the lock can finish the job, so that it is finished once.
 */
export async function redisWorker<Data, Shared, Result>(
  work: Work<Data, Shared, Result>,
  { url, name = defaultName, jobs = 1, silenceSeconds = 15, onNews = () => {} }: RedisWorkerOptions,
): Promise<RedisWorker> {
  const shared = new Map<string, Promise<Shared>>();
  const redis = await connectRedis(url);
  const worker = new Worker<RedisJob<Data>, string>(name, process, {
    connection: redis,
    autorun: false,
    concurrency: jobs,
    lockDuration: silenceSeconds * 1000,
    stalledInterval: Math.max(1000, (silenceSeconds * 1000) / 3),
    maxStalledCount: mostDeaths,
  });
  worker.on("error", () => {}); // A lost connection is made again; a lost lock concerns the one job, which another has then.
  await worker.waitUntilReady();
  const stop = new AbortController();
  const running = worker.run();
  return {
    async close({ now = false } = {}) {
      if (now) stop.abort();
      await worker.close(now);
      await running;
      redis.disconnect();
    },
  };

  async function process(job: Job<RedisJob<Data>, string>): Promise<string> {
    const key = String(job.id);
    const wanted = job.data.shared;
    let last = 0;
    for await (const { what, result } of work(job.data.data, await sharedOnce(wanted), {
      signal: stop.signal,
    })) {
      onNews({ key, what });
      if (result !== undefined) {
        await putJson(redis, resultKey(name, key), result);
        return "kept";
      }
      if (performance.now() - last < 500) continue;
      last = performance.now();
      await job.updateProgress({ what });
    }
    throw new Error("the work ended without a result");
  }

  /** Reads it once for all jobs; anew when that failed: it may have come since. */
  function sharedOnce(key: string): Promise<Shared> {
    let reading = shared.get(key);
    if (!reading) {
      reading = readShared(key);
      shared.set(key, reading);
      reading.catch(() => shared.delete(key));
    }
    return reading;
  }

  async function readShared(key: string): Promise<Shared> {
    const value = await getJson<Shared>(redis, key);
    if (value === undefined)
      throw new Error(`what the job shares with others is no longer in Redis (${key})`);
    return value;
  }
}
