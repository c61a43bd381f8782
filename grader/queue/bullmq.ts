/** The one door to BullMQ and its driver. */
import { Redis } from "ioredis";

export { type Job, Queue, QueueEvents, Worker } from "bullmq";
export type { Redis } from "ioredis";

/**
 * Connects to Redis or Valkey. A connection that is lost later is made again, and what was asked meanwhile waits for it.
 *
 * @throws {Error} If nothing answers there.
 */
export async function connectRedis(url: string): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, connectTimeout: 5000 });
  let reason = "";
  redis.on("error", ({ message }: Error) => {
    reason = message;
  });
  try {
    await redis.connect();
    return redis;
  } catch (cause) {
    redis.disconnect();
    throw new Error(
      `Cannot reach the queue at ${withoutPassword(url)}: ${reason || (cause as Error).message}`,
      { cause },
    );
  }
}

/** A password in an address is nobody's business. */
export const withoutPassword = (url: string) => url.replace(/\/\/[^@/]*@/, "//");
