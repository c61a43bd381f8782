/** One line of `captions.jsonl`: what every style's picture of one concept shows. */
export interface CaptionLine {
  id: string;
  /** What it shows, if another line shows the same: lines of one concept stay on one side of the split. */
  concept?: string;
  caption: string;
  tags: string[];
  group: string;
  attributes: Record<string, string>;
}

/**
 * Reads captions, one JSON object a line.
 *
 * @throws {SyntaxError} If a line is not such an object; the message has its number.
 */
export function parseCaptions(text: string): CaptionLine[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === "object" && value !== null && "id" in value && "caption" in value)
        return [value as CaptionLine];
    } catch {}
    throw new SyntaxError(`Cannot read captions: line ${index + 1} is not an object with id and caption`);
  });
}
