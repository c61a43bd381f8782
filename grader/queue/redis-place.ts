/** Where a queue's things lie in Redis, and how they are written. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Redis } from "./bullmq.ts";

export interface RedisAddress {
  /** As in redis://:password@host:6379/0; rediss:// for TLS. Valkey speaks the same. */
  url: string;
  /** The queue's name. Default: noisebook-grade. */
  name?: string;
}

/** What a job in Redis carries. */
export interface RedisJob<Data> {
  /** The key of what all jobs share. */
  shared: string;
  data: Data;
}

export const defaultName = "noisebook-grade";

/** How long Redis keeps results and what jobs share, in seconds: whoever asks again within it gets the same result. */
export const keptSeconds = 14 * 24 * 3600;

export const resultKey = (name: string, job: string) => `${name}:result:${job}`;

/** Writes JSON, compressed: notebooks repeat themselves. */
export async function putJson(redis: Redis, key: string, value: unknown): Promise<void> {
  const packed = await promisify(gzip)(JSON.stringify(value));
  await redis.set(key, packed.toString("base64"), "EX", keptSeconds);
}

/** Reads what `putJson` wrote; undefined when it is not there. */
export async function getJson<T>(redis: Redis, key: string): Promise<T | undefined> {
  const packed = await redis.get(key);
  if (packed === null) return undefined;
  return JSON.parse((await promisify(gunzip)(Buffer.from(packed, "base64"))).toString("utf8")) as T;
}

/** Puts what jobs share where workers find it; the same content has the same key. */
export async function putShared(redis: Redis, name: string, shared: unknown): Promise<string> {
  const digest = createHash("sha256").update(JSON.stringify(shared)).digest("hex").slice(0, 40);
  const key = `${name}:shared:${digest}`;
  await putJson(redis, key, shared);
  return key;
}

/**
 * Reads the address of a Redis. A password that it lacks is taken from NOISEBOOK_REDIS_PASSWORD: who sees the list of processes sees
 * addresses.
 *
 * @throws {RangeError} If it is no such address, in one sentence.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const environment = { NOISEBOOK_REDIS_PASSWORD: "p@ss" };
 * assert.equal(readRedisUrl("rediss://grader@queue.example:6380", environment), "rediss://grader:p%40ss@queue.example:6380");
 * ```
 */
export function readRedisUrl(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "redis:" || url?.protocol === "rediss:") {
    const password = environment["NOISEBOOK_REDIS_PASSWORD"];
    if (!password || url.password !== "") return text;
    url.password = encodeURIComponent(password);
    return url.href;
  }
  throw new RangeError(`Cannot use the queue ${text}: its address must be like redis://127.0.0.1:6379`);
}
