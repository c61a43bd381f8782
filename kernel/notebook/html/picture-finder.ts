import { readFileSync, realpathSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";
import type { FindPicture } from "./markdown.ts";

const types: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};
const largest = 10e6;

/** Finds the picture files that Markdown names, in the notebook's folder and below it, of at most 10 MB each. */
export function pictureFinder(folder: string): FindPicture {
  return (address) => {
    if (address.startsWith("data:image/")) return address;
    if (/^[a-z][a-z0-9+.-]*:|^\//i.test(address)) return undefined;
    try {
      const path = realpathSync(join(folder, decodeURIComponent(address)));
      const type = types[extname(path).toLowerCase()];
      if (!type || !path.startsWith(realpathSync(folder) + sep) || statSync(path).size > largest)
        return undefined;
      return `data:${type};base64,${readFileSync(path).toString("base64")}`;
    } catch {
      return undefined;
    }
  };
}
