/** What a Job of a cluster came to: its result from its pod's log, or why there is none. */
import { type Api, ApiError } from "./client.ts";
import type { Cluster } from "./cluster.ts";
import type { KubernetesJob, KubernetesPod } from "./manifests.ts";
import { readResult } from "./result-line.ts";

/** Where objects of each kind lie in the API. */
export interface Paths {
  jobs: string;
  pods: string;
  configMaps: string;
}

export const pathsOf = ({ namespace }: Cluster): Paths => ({
  jobs: `/apis/batch/v1/namespaces/${namespace}/jobs`,
  pods: `/api/v1/namespaces/${namespace}/pods`,
  configMaps: `/api/v1/namespaces/${namespace}/configmaps`,
});

/** The result of a Job that is complete; undefined where its pod or log is gone. */
export async function fetchResult<Result>(
  api: Api,
  paths: Paths,
  job: KubernetesJob,
): Promise<{ result: Result } | undefined> {
  for (const { metadata, status } of await podsOf(api, paths, job)) {
    if (status?.phase !== "Succeeded") continue;
    try {
      const found = readResult<Result>(await api.text(`${paths.pods}/${metadata.name}/log?container=work`));
      if (found) return found;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
  return undefined;
}

/** Why a Job failed, as the rest of a sentence. */
export async function whyFailed(api: Api, paths: Paths, job: KubernetesJob): Promise<string> {
  const condition = job.status?.conditions?.find(({ type }) => type === "Failed");
  const pods = await podsOf(api, paths, job);
  const last = pods.filter(({ status }) => status?.phase === "Failed").at(-1)?.status;
  const ended = last?.containerStatuses?.[0]?.state?.terminated;
  if (ended?.reason === "OOMKilled") return "its pod used more memory than it may, each time";
  if (last?.reason === "DeadlineExceeded") return "its pod took longer than it may, each time";
  const said = ended?.message?.trim().split("\n").pop();
  if (said) return said;
  if (ended) return `its pod ended with ${ended.exitCode}${ended.reason ? ` (${ended.reason})` : ""}`;
  return condition?.message ?? condition?.reason ?? "the cluster gave it up";
}

/** By the Job's own id: pods of an earlier one of this name may still be there. */
async function podsOf(api: Api, { pods }: Paths, { metadata }: KubernetesJob): Promise<KubernetesPod[]> {
  const selector = encodeURIComponent(`batch.kubernetes.io/controller-uid=${metadata.uid}`);
  return (await api.get<{ items: KubernetesPod[] }>(`${pods}?labelSelector=${selector}`)).items;
}
