/** Follows Jobs of a cluster: reads the list, watches what changes, and reads the list again whenever the watching ends. */
import { setTimeout } from "node:timers/promises";
import type { AsyncQueue } from "../../../kernel/client/async-queue.ts";
import type { QueueStep } from "../queue.ts";
import { type Api, ApiError } from "./client.ts";
import type { Cluster } from "./cluster.ts";
import { fetchResult, type Paths, pathsOf, whyFailed } from "./fetch-result.ts";
import { type KubernetesJob, nameOf, ownSelector } from "./manifests.ts";
import { hasCondition } from "./put-job.ts";

export interface Followed<Result> {
  api: Api;
  cluster: Cluster;
  /** The jobs whose last news has not come; empty when all is said. */
  keys: Set<string>;
  news: AsyncQueue<QueueStep<Result>>;
  ended: AbortSignal;
}

/** The server ends a watch after so many seconds. */
const watchSeconds = 60;

/** After so many failures in a row, a second apart, the cluster is taken for gone. */
const mostFailures = 60;

/**
 * Passes on the news of the jobs until each has its last.
 *
 * @throws {Error} If the cluster refuses to tell, or does not answer for minutes.
 */
export async function follow<Result>({ api, cluster, keys, news, ended }: Followed<Result>): Promise<void> {
  const paths = pathsOf(cluster);
  const told = new Map<string, string>();
  const byName = new Map([...keys].map((key) => [nameOf(key), key]));
  const finish = (step: QueueStep<Result>) => {
    if (keys.delete(step.key)) news.push(step);
  };
  const look = async (job: KubernetesJob) => {
    const key = byName.get(job.metadata.name);
    if (key === undefined || !keys.has(key)) return;
    const step = await stepOf<Result>(api, paths, { key, job });
    if (!("what" in step)) finish(step);
    else if (told.get(key) !== step.what) {
      told.set(key, step.what);
      news.push(step);
    }
  };
  const gone = (key: string) => finish({ key, problem: "its Job was deleted from the cluster" });
  let failures = 0;
  while (keys.size > 0 && !ended.aborted)
    try {
      const query = `labelSelector=${encodeURIComponent(ownSelector)}`;
      const { metadata, items } = await api.get<JobList>(`${paths.jobs}?${query}`);
      failures = 0;
      const there = new Set(items.map((job) => job.metadata.name));
      for (const key of [...keys]) if (!there.has(nameOf(key))) gone(key);
      for (const job of items) await look(job);
      if (keys.size === 0) return;
      const since = `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=${watchSeconds}&allowWatchBookmarks=true`;
      for await (const { type, object } of api.watch<KubernetesJob>(
        `${paths.jobs}?watch=1&${query}&${since}`,
        ended,
      )) {
        const key = byName.get(object.metadata?.name);
        if (type === "ERROR") break; // The list has grown too old to go on from.
        if (type === "DELETED" && key !== undefined) gone(key);
        else if (type !== "BOOKMARK") await look(object);
        if (keys.size === 0) return;
      }
    } catch (error) {
      const isRefusal = error instanceof ApiError && error.status !== 410 && error.status < 500;
      if (ended.aborted) return;
      if (isRefusal || ++failures > mostFailures) throw error;
      await setTimeout(1000, undefined, { signal: ended }).catch(() => {});
    }
}

interface JobList {
  metadata: { resourceVersion: string };
  items: KubernetesJob[];
}

/** The news of a job, by how its Job stands. */
async function stepOf<Result>(
  api: Api,
  paths: Paths,
  { key, job }: { key: string; job: KubernetesJob },
): Promise<QueueStep<Result>> {
  if (hasCondition(job, "Complete")) {
    const found = await fetchResult<Result>(api, paths, job);
    return found ? { key, ...found } : { key, problem: "its result is no longer in the cluster" };
  }
  if (hasCondition(job, "Failed")) return { key, problem: await whyFailed(api, paths, job) };
  const { active = 0, ready = 0, failed = 0 } = job.status ?? {};
  const again = failed > 0 ? ` (attempt ${failed + 1})` : "";
  if (ready > 0) return { key, what: `a pod has it${again}` };
  return { key, what: active > 0 ? `waits for room in the cluster${again}` : "waits for a pod" };
}
