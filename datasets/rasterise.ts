import type { Raster } from "../lib/core/png.ts";
import { resvg } from "../lib/core/svg.ts";

/**
 * Draws an SVG picture over white, `width` pixels wide, without any font of the machine: RGB bytes, the same everywhere.
 *
 * @throws {Error} If the renderer cannot draw the picture; the next picture can still be drawn.
 */
export async function rasterise(svg: string, width: number): Promise<Raster> {
  const { Resvg } = await resvg();
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
