import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { Raster } from "../lib/core/png.ts";

let ready: Promise<void> | undefined;

/**
 * Draws an SVG picture over white, `width` pixels wide, without any font of the machine: RGB bytes, the same everywhere.
 *
 * @throws {Error} If the renderer cannot draw the picture; the next picture can still be drawn.
 */
export async function rasterise(svg: string, width: number): Promise<Raster> {
  ready ??= readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")).then(
    initWasm,
  );
  await ready;
  const picture = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false },
  });
  try {
    const { pixels, height } = picture.render();
    const data = pixels.filter((_, index) => index % 4 !== 3);
    return { data, width, height, channels: 3 };
  } finally {
    picture.free();
  }
}
