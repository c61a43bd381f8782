/** A worker for tests: squares numbers, slowly, and writes each start into a list in Redis. */
import { connectRedis } from "../../../grader/queue/bullmq.ts";
import { redisWorker } from "../../../grader/queue/redis-worker.ts";
import { square } from "./square.ts";

const [, , url = "", name = "", silence = "2"] = process.argv;
const redis = await connectRedis(url);
const worker = await redisWorker<number, { plus: number }, number>(
  async function* (number, shared, options) {
    await redis.rpush(`${name}-started`, number);
    yield* square(number, shared, options);
  },
  { url, name, silenceSeconds: Number(silence) },
);
process.once("SIGTERM", async () => {
  await worker.close();
  redis.disconnect();
});
process.stdout.write("ready\n");
