import { count } from "../core/count.ts";
import { words } from "./dataset.ts";

/** What can be said of captions without looking at the pictures. */
export interface CaptionQuality {
  /** Words of each caption; entry i belongs to caption i. */
  length: Int32Array;
  distinct: number;
  /** Captions that come far more often than the others, most frequent first. */
  boilerplate: { caption: string; count: number }[];
  /** Distinct words, and how many of them come only once. */
  vocabulary: number;
  once: number;
}

/**
 * Counts words and repetitions.
 *
 * A caption is boilerplate if it comes ten times or more, and five times as often as a caption does on average: a set
 * with few captions in all, each many times, has none.
 */
export function captionQuality(captions: string[]): CaptionQuality {
  const lists = captions.map(words);
  const uses = count(captions.filter((caption) => caption.trim() !== ""));
  const mean = captions.length / Math.max(1, uses.size);
  const wordUses = [...count(lists.flat()).values()];
  return {
    length: Int32Array.from(lists, (list) => list.length),
    distinct: uses.size,
    boilerplate: [...uses]
      .filter(([, times]) => times >= Math.max(10, 5 * mean))
      .map(([caption, times]) => ({ caption, count: times }))
      .sort((a, b) => b.count - a.count),
    vocabulary: wordUses.length,
    once: wordUses.filter((times) => times === 1).length,
  };
}
