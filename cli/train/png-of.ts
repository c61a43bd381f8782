import { displaySymbol, type Figure } from "../../lib/index.ts";

/** A figure as a PNG file. */
export async function pngOf(figure: Figure): Promise<Uint8Array> {
  const { "image/png": png } = (await figure[displaySymbol]()) as Record<string, string>;
  return Buffer.from(png, "base64");
}
