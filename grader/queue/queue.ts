/**
 * The contract of a queue of work. A queue knows nothing of grading: jobs, what they share and their results are JSON.
 *
 * Whatever carries it (this process, workers on Redis, Kubernetes), each job gets one result or one reason why there is none,
 * however often a worker dies on the way.
 */

/** One piece of work. */
export interface Job<Data> {
  /** Letters and digits. Two jobs with one key are the same work, and it is done once. */
  key: string;
  data: Data;
}

/** What doing a job says as it goes; the last step has the result. */
export interface WorkStep<Result> {
  /** What is being done, in a few words. */
  what: string;
  result?: Result;
}

/**
 * Does a job. It must give the same result whenever it is done: a job whose worker died is done again.
 *
 * @param shared What all jobs of one kind have in common.
 * @throws {Error} If it could not be done now; it is tried again a few times.
 */
export type Work<Data, Shared, Result> = (
  data: Data,
  shared: Shared,
  options: { signal?: AbortSignal },
) => AsyncIterable<WorkStep<Result>>;

/** News of a job. Each job has just one `result` or `problem`, as its last news. */
export type QueueStep<Result> =
  | { key: string; what: string }
  | { key: string; result: Result }
  | { key: string; problem: string };

export interface RunOptions<Shared> {
  /** What all jobs have in common; it is handed over once. */
  shared: Shared;
  /** Stops the waiting; what a queue outside this process holds, it keeps. */
  signal?: AbortSignal;
}

export interface Queue<Data, Shared, Result> {
  /** Has the jobs done and yields their news until the last one has its result. */
  run(jobs: readonly Job<Data>[], options: RunOptions<Shared>): AsyncGenerator<QueueStep<Result>, void>;
  close(): Promise<void>;
}
