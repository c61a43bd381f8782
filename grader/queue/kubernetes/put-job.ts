/** Puts a job into a cluster, once: whoever puts it again finds it there. */
import { setTimeout } from "node:timers/promises";
import { type Api, ApiError } from "./client.ts";
import { fetchResult, type Paths } from "./fetch-result.ts";
import { inputManifest, jobManifest, type KubernetesJob, nameOf, type PodOptions } from "./manifests.ts";

export interface Put {
  key: string;
  /** What the job's pod reads. */
  input: unknown;
  options: PodOptions;
}

/**
 * Makes the Job and what its pod reads. The Job comes first, so that the rest can belong to it; its pod waits for what it reads. One
 * that is there already stays, but for one that failed or whose result is gone: that is made anew.
 *
 * @throws {RangeError} If the input is too large.
 * @throws {ApiError} If the cluster refuses.
 */
export async function putJob(api: Api, paths: Paths, { key, input, options }: Put): Promise<void> {
  const name = nameOf(key);
  // Said before anything is there.
  inputManifest(key, { job: { name, uid: "", resourceVersion: "" }, input });
  const job = await there(api, paths, { key, options });
  const manifest = inputManifest(key, { job: job.metadata, input });
  const isMade = await created(api, paths.configMaps, manifest);
  if (isMade) return;
  const { metadata } = await api.get<{ metadata: { ownerReferences?: { uid: string }[] } }>(
    `${paths.configMaps}/${name}`,
  );
  if (metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid)) return;
  // It belonged to a Job that is gone, and the cluster has not cleared it away yet.
  await removed(api, `${paths.configMaps}/${name}`);
  await created(api, paths.configMaps, manifest);
}

/** The Job, as it was there or as it is made. */
async function there(
  api: Api,
  paths: Paths,
  { key, options }: Pick<Put, "key" | "options">,
): Promise<KubernetesJob> {
  let replaced = false;
  while (true) {
    const made = await created<KubernetesJob>(api, paths.jobs, jobManifest(key, options));
    if (made) return made;
    const job = await found<KubernetesJob>(api, `${paths.jobs}/${nameOf(key)}`);
    if (!job) continue; // It went in between.
    const isDone = hasCondition(job, "Complete");
    const isLost = isDone && (await fetchResult(api, paths, job)) === undefined;
    const isOver = isLost || hasCondition(job, "Failed") || job.metadata.deletionTimestamp !== undefined;
    if (!isOver) return job;
    if (replaced) throw new Error(`Cannot replace the Job ${nameOf(key)}: the cluster keeps the old one`);
    replaced = true;
    await removed(api, `${paths.jobs}/${nameOf(key)}`);
  }
}

export const hasCondition = ({ status }: KubernetesJob, type: string) =>
  status?.conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;

/** undefined where one of this name is there. */
async function created<T>(api: Api, path: string, object: object): Promise<T | undefined> {
  return unless(409, api.create<T>(path, object));
}

const found = <T>(api: Api, path: string) => unless(404, api.get<T>(path));

/** Removes an object and waits until it is gone. */
async function removed(api: Api, path: string): Promise<void> {
  await unless(404, api.delete(path, { propagationPolicy: "Background" }));
  for (let round = 0; await found(api, path); round++) {
    if (round === 100) throw new Error(`Cannot remove ${path}: something holds it in the cluster`);
    await setTimeout(100);
  }
}

async function unless<T>(status: number, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === status) return undefined;
    throw error;
  }
}
