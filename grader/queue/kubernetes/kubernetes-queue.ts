/** A queue whose jobs are Jobs of a Kubernetes cluster: each is done in a pod of its own, on as many machines as the cluster has. */
import type { AsyncQueue } from "../../../kernel/client/async-queue.ts";
import type { Job, Queue, QueueStep } from "../queue.ts";
import { type Telling, withNews } from "../with-news.ts";
import { type Api, apiOf } from "./client.ts";
import type { Cluster } from "./cluster.ts";
import { pathsOf } from "./fetch-result.ts";
import { follow } from "./follow.ts";
import type { PodOptions } from "./manifests.ts";
import { putJob } from "./put-job.ts";

/** How many jobs are handed over at one time. */
const hands = 8;

/**
 * Opens a queue on a cluster. Jobs that are there already, from an earlier call that was stopped, are not done again: their results
 * are fetched; those that had no result are tried anew. Whoever stops the waiting leaves the jobs in the cluster.
 */
export function kubernetesQueue<Data, Shared, Result>(
  cluster: Cluster,
  options: PodOptions,
): Queue<Data, Shared, Result> {
  const api = apiOf(cluster);
  return {
    run(jobs, { shared, signal }) {
      const distinct = [...new Map(jobs.map((job) => [job.key, job])).values()];
      const telling: Telling<QueueStep<Result>> = async (news, ended) => {
        const keys = await handOver(distinct, { api, cluster, options, shared, news, ended });
        await follow({ api, cluster, keys, news, ended });
      };
      return withNews(telling, signal);
    },
    close: async () => {},
  };
}

interface HandedOver<Shared, Result> {
  api: Api;
  cluster: Cluster;
  options: PodOptions;
  shared: Shared;
  news: AsyncQueue<QueueStep<Result>>;
  ended: AbortSignal;
}

/** Puts the jobs into the cluster. @returns The keys of those that are there; of the others it is said why not. */
async function handOver<Data, Shared, Result>(
  waiting: Job<Data>[],
  { api, cluster, options, shared, news, ended }: HandedOver<Shared, Result>,
): Promise<Set<string>> {
  const keys = new Set<string>();
  const one = async () => {
    for (let job = waiting.shift(); job && !ended.aborted; job = waiting.shift()) {
      const { key, data } = job;
      try {
        await putJob(api, pathsOf(cluster), { key, input: { data, shared }, options });
        keys.add(key);
        news.push({ key, what: "handed to the cluster" });
      } catch (error) {
        // One that is too large is no reason to leave the others undone.
        if (!(error instanceof RangeError)) throw error;
        news.push({ key, problem: error.message });
      }
    }
  };
  await Promise.all(Array.from({ length: hands }, one));
  return keys;
}
