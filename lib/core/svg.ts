/** SVG to PNG with the same bytes on every machine: the one door to resvg, and the fonts that go with it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The font file of the drawings; no font of the machine is ever used. */
export function fontFile(weight: "normal" | "bold"): Uint8Array {
  fonts[weight] ??= readFileSync(
    require.resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${weight === "bold" ? "-Bold" : ""}.ttf`),
  );
  return fonts[weight];
}
const fonts: { normal?: Uint8Array; bold?: Uint8Array } = {};

/**
 * Draws an SVG document as a PNG file.
 *
 * @param options.zoom Pixels of the PNG for one unit of the SVG; 2 (the default) is sharp on dense screens.
 * @throws {SyntaxError} If the text is not an SVG document.
 */
export async function svgToPng(svg: string, options: { zoom?: number } = {}): Promise<Uint8Array> {
  const { Resvg } = await resvg();
  const drawing = parse(Resvg, svg, options.zoom ?? 2);
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}

type Engine = typeof import("@resvg/resvg-wasm");
let engine: Promise<Engine> | undefined;

/** The renderer itself; its WebAssembly module is compiled once, at the first drawing. */
export function resvg(): Promise<Engine> {
  engine ??= (async () => {
    const loaded = await import("@resvg/resvg-wasm");
    const module = readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm"));
    await loaded.initWasm(module).catch((error: Error) => {
      // The package allows one call a process, and a user's own program may have made it.
      if (!error.message.startsWith("Already initialized")) throw error;
    });
    return loaded;
  })();
  return engine;
}

/** Vega asks for pixels as squares twice, in the words of SVG and of CSS; resvg reads the last, and knows only SVG's. */
const unreadable = "image-rendering: pixelated;";

function parse(Resvg: Engine["Resvg"], svg: string, zoom: number) {
  const font = { fontBuffers: [fontFile("normal"), fontFile("bold")], defaultFontFamily: "DejaVu Sans" };
  try {
    return new Resvg(svg.replaceAll(unreadable, ""), { fitTo: { mode: "zoom", value: zoom }, font });
  } catch (cause) {
    throw new SyntaxError(`Cannot draw SVG: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
