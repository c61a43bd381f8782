/** What a cell gets for `import … from "tslab"`, so that notebooks written for tslab run here: the API of tslab 1.0. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { getOutlet } from "./outlet.ts";

/** Shows things below the cell. */
export interface Display {
  /** Runs JavaScript in the page, where the front end trusts the notebook. */
  javascript(source: string): void;
  html(source: string): void;
  markdown(source: string): void;
  latex(source: string): void;
  svg(source: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  /** Shows content of any MIME type; bytes travel as base64. */
  raw(contentType: string, content: string | Uint8Array): void;
}

export interface Versions {
  /** The version of tslab whose API this is. */
  tslab: string;
  typescript: string;
  node: string;
}

export const versions: Versions = {
  tslab: "1.0.22",
  get typescript() {
    return JSON.parse(readFileSync(createRequire(import.meta.url).resolve("typescript/package.json"), "utf8"))
      .version;
  },
  node: process.version,
};

/** Each call shows one thing more. */
export const display: Display = createDisplay();

/** A display of one thing: the first call shows it, each later one replaces it, also from other cells. */
export function newDisplay(): Display {
  return createDisplay(randomUUID());
}

function createDisplay(id?: string): Display {
  let isShown = false;
  const raw: Display["raw"] = (contentType, content) => {
    const data = typeof content === "string" ? content : Buffer.from(content).toString("base64");
    getOutlet().send({
      type: isShown ? "update_display_data" : "display_data",
      content: {
        data: { [contentType]: data },
        metadata: {},
        transient: id === undefined ? {} : { display_id: id },
      },
    });
    isShown = id !== undefined;
  };
  const as = (contentType: string) => (content: string | Uint8Array) => raw(contentType, content);
  return {
    javascript: as("text/javascript"),
    html: as("text/html"),
    markdown: as("text/markdown"),
    latex: as("text/latex"),
    svg: as("image/svg+xml"),
    png: as("image/png"),
    jpeg: as("image/jpeg"),
    gif: as("image/gif"),
    pdf: as("application/pdf"),
    text: as("text/plain"),
    raw,
  };
}
