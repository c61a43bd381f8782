/** A piece of work as objects of a Kubernetes cluster: a Job, and a ConfigMap with what its pod reads. */
import { gzipSync } from "node:zlib";

/** How the pods of a queue's jobs are made. */
export interface PodOptions {
  /** The image that has the program. */
  image: string;
  /** What it runs. It reads its work from `/job/job.json.gz` and writes its result with `resultLine`. */
  command: string[];
  /** Memory and cores of a pod, in Kubernetes' words. Default: 4Gi and 2. */
  memory?: string;
  cores?: string;
  /** Longest time that a pod may run, in seconds. Default: 1800. */
  seconds?: number;
  /** More of the pod's specification, such as nodeSelector, tolerations, imagePullSecrets or runtimeClassName. */
  more?: Record<string, unknown>;
}

export interface ObjectMeta {
  name: string;
  uid: string;
  resourceVersion: string;
  deletionTimestamp?: string;
}

/** What of a Job is read here. */
export interface KubernetesJob {
  metadata: ObjectMeta;
  status?: {
    active?: number;
    ready?: number;
    failed?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

/** What of a Pod is read here. */
export interface KubernetesPod {
  metadata: ObjectMeta;
  status?: {
    phase?: string;
    reason?: string;
    containerStatuses?: {
      state?: {
        waiting?: { reason?: string; message?: string };
        terminated?: { exitCode: number; reason?: string; message?: string };
      };
    }[];
  };
}

/** Marks what belongs to queues of this program, and to no one else. */
export const ownLabels = {
  "app.kubernetes.io/managed-by": "noisebook",
  "app.kubernetes.io/component": "job",
};

export const ownSelector = Object.entries(ownLabels)
  .map(([name, value]) => `${name}=${value}`)
  .join(",");

/** A job's name in the cluster, by its key. */
export const nameOf = (key: string) => `noisebook-${key}`;

/** Kept for a day, for whoever asks again. */
const keptSeconds = 24 * 3600;

/**
 * A Job whose pod does one piece of work: as no root, with a read-only root, no capability, no token of the cluster, bounded in memory,
 * processor and time.
 *
 * The time is the pod's, not the Job's: a Job's clock runs while its pod waits for room in the cluster. A pod that is evicted or
 * loses its node is done again and not counted; one that fails is tried three times.
 */
export function jobManifest(key: string, options: PodOptions): object {
  const labels = { ...ownLabels };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: nameOf(key), labels },
    spec: {
      backoffLimit: 2,
      ttlSecondsAfterFinished: keptSeconds,
      podFailurePolicy: {
        rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
      },
      template: { metadata: { labels }, spec: podSpec(nameOf(key), options) },
    },
  };
}

function podSpec(name: string, options: PodOptions): object {
  const { seconds = 1800, more = {} } = options;
  return {
    restartPolicy: "Never",
    activeDeadlineSeconds: seconds,
    terminationGracePeriodSeconds: 10,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // A jail within the pod needs namespaces of its own, which a pod may make only if it is in one itself.
    hostUsers: false,
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001 },
      ...{ seccompProfile: { type: "Unconfined" }, appArmorProfile: { type: "Unconfined" } },
    },
    volumes: [
      { name: "job", configMap: { name } },
      { name: "tmp", emptyDir: { sizeLimit: "512Mi" } },
    ],
    ...more,
    containers: [container(options)],
  };
}

function container({ image, command, memory = "4Gi", cores = "2" }: PodOptions): object {
  const resources = { memory, cpu: cores };
  return {
    ...{ name: "work", image, command },
    env: [
      { name: "HOME", value: "/tmp" },
      // No control group can be made in a pod: its own limits bound what is in it.
      { name: "NOISEBOOK_LIMITS", value: "pod" },
    ],
    resources: { requests: resources, limits: resources },
    securityContext: {
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      ...{ capabilities: { drop: ["ALL"] }, procMount: "Unmasked" },
    },
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
      { name: "job", mountPath: "/job", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

/** A ConfigMap holds no more than this many bytes. */
const mostBytes = 2 ** 20 - 4096;

/**
 * What a job's pod reads. It belongs to the Job and goes when the Job goes.
 *
 * @throws {RangeError} If it is larger than a ConfigMap can be.
 */
export function inputManifest(key: string, { job, input }: { job: ObjectMeta; input: unknown }): object {
  const packed = gzipSync(JSON.stringify(input)).toString("base64");
  if (packed.length > mostBytes)
    throw new RangeError(
      `Cannot hand the work to the cluster: it takes ${packed.length} bytes, and a ConfigMap holds ${mostBytes}`,
    );
  const { name, uid } = job;
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: nameOf(key), labels: ownLabels, ownerReferences: [owner] },
    immutable: true,
    binaryData: { "job.json.gz": packed },
  };
}
