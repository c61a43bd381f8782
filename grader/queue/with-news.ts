/** News of work that goes on beside its reader. */
import { type AsyncQueue, asyncQueue } from "../../kernel/client/async-queue.ts";

/** Does something that tells its news, until `ended`. */
export type Telling<News> = (news: AsyncQueue<News>, ended: AbortSignal) => Promise<unknown>;

/** Begins the work and yields its news until it is done; a `break` or the signal tells it to end, and is waited for. */
export async function* withNews<News>(
  work: Telling<News>,
  signal: AbortSignal | undefined,
): AsyncGenerator<News, void> {
  const news = asyncQueue<News>();
  const stop = new AbortController();
  const ended = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
  const done = work(news, ended).then(
    () => news.end(),
    (error: Error) => news.end(ended.aborted ? undefined : error),
  );
  try {
    yield* news;
  } finally {
    stop.abort();
    await done;
  }
}
