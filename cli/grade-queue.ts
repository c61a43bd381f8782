/** The queue that `noisebook grade --queue` names. */
import { readFileSync } from "node:fs";
import type { GradeQueue } from "../grader/grade-work.ts";
import { readCluster } from "../grader/queue/kubernetes/cluster.ts";
import { kubernetesQueue } from "../grader/queue/kubernetes/kubernetes-queue.ts";
import { readRedisUrl } from "../grader/queue/redis-place.ts";
import { redisQueue } from "../grader/queue/redis-queue.ts";
import { type Options, readSeconds, UsageError } from "./command.ts";

/** The options of `noisebook grade` that say who grades. */
export const queueOptions = {
  queue: {
    value: "URL",
    help: "have it graded elsewhere: by workers on redis://127.0.0.1:6379 (see noisebook grade-worker), or by a cluster: kubernetes",
  },
  image: {
    value: "IMAGE",
    help: "on a cluster: the image that its pods run, with this program and bubblewrap",
  },
  pod: {
    value: "FILE",
    help: "on a cluster: more of the pods' specification as JSON, such as nodeSelector or imagePullSecrets",
  },
};

/**
 * Opens the queue; undefined where this process grades.
 *
 * @throws {RangeError | UsageError} If the options name none.
 */
export async function openQueue(options: Options): Promise<GradeQueue | undefined> {
  const { queue, image, pod } = options;
  const isCluster = typeof queue === "string" && queue.startsWith("kubernetes");
  if (!isCluster && (image !== undefined || pod !== undefined))
    throw new UsageError("--image and --pod are for a cluster: give --queue kubernetes too");
  if (queue === undefined) return undefined;
  if (!isCluster) return redisQueue({ url: readRedisUrl(String(queue)) });
  if (image === undefined)
    throw new UsageError(
      "--image is missing: the image that the cluster's pods run; school/Dockerfile makes it",
    );
  return kubernetesQueue(readCluster(queue), {
    image: String(image),
    command: ["noisebook", "grade-worker", "--job", "/job/job.json.gz", ...cellSeconds(options)],
    ...(pod === undefined ? {} : { more: readPod(String(pod)) }),
  });
}

/** A worker on Redis has its own. */
const cellSeconds = ({ "cell-seconds": seconds }: Options): string[] =>
  seconds === undefined ? [] : ["--cell-seconds", String(readSeconds("cell-seconds", seconds))];

function readPod(path: string): Record<string, unknown> {
  try {
    const more = JSON.parse(readFileSync(path, "utf8"));
    if (typeof more === "object" && more !== null && !Array.isArray(more)) return more;
  } catch (cause) {
    throw new UsageError(`Cannot read --pod ${path}: ${(cause as Error).message}`);
  }
  throw new UsageError(
    `Cannot use --pod ${path}: it must be an object, as in {"nodeSelector": {"pool": "grading"}}`,
  );
}
