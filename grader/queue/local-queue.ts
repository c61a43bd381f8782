/** A queue within this process: enough for a teacher's own machine. */
import { availableParallelism } from "node:os";
import type { AsyncQueue } from "../../kernel/client/async-queue.ts";
import type { Job, Queue, QueueStep, Work } from "./queue.ts";
import { type Telling, withNews } from "./with-news.ts";

export interface LocalQueueOptions {
  /** How many jobs are done at one time; by default one for each processor. */
  workers?: number;
  /** How often a job is tried. Default: 2. */
  attempts?: number;
}

/** Makes a queue whose jobs are done here. A `break` stops the work under way. */
export function localQueue<Data, Shared, Result>(
  work: Work<Data, Shared, Result>,
  { workers = availableParallelism(), attempts = 2 }: LocalQueueOptions = {},
): Queue<Data, Shared, Result> {
  return {
    run(jobs, { shared, signal }) {
      const waiting = distinct(jobs);
      const telling: Telling<QueueStep<Result>> = (news, ended) => {
        const one = async () => {
          for (let job = waiting.shift(); job && !ended.aborted; job = waiting.shift())
            await attempt(job, (data) => work(data, shared, { signal: ended }), { attempts, news, ended });
        };
        return Promise.all(Array.from({ length: workers }, one));
      };
      return withNews(telling, signal);
    },
    close: async () => {},
  };
}

/** Of jobs with one key the first. */
const distinct = <Data>(jobs: readonly Job<Data>[]) =>
  [...new Map(jobs.toReversed().map((job) => [job.key, job])).values()].toReversed();

async function attempt<Data, Result>(
  { key, data }: Job<Data>,
  work: (data: Data) => ReturnType<Work<Data, unknown, Result>>,
  { attempts, news, ended }: { attempts: number; news: AsyncQueue<QueueStep<Result>>; ended: AbortSignal },
): Promise<void> {
  for (let tried = 1; !ended.aborted; tried++)
    try {
      for await (const { what, result } of work(data)) {
        if (ended.aborted) return;
        news.push(result === undefined ? { key, what } : { key, result });
        if (result !== undefined) return;
      }
      throw new Error("the work ended without a result");
    } catch (error) {
      if (tried < attempts || ended.aborted) continue;
      news.push({ key, problem: (error as Error).message });
      return;
    }
}
