import { creditLines } from "./credits.ts";
import type { PictureLabel } from "./label.ts";

/** IPTC's name for pictures that a model made which learned from data. */
export const trainedAlgorithmicMedia =
  "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

/**
 * The label as an XMP packet, for programs that know nothing of this one: IPTC's digital source type, its four properties
 * of AI pictures (Photo Metadata Standard 2025.1), title, creator, rights and terms.
 */
export function xmpOf(label: PictureLabel): string {
  const { prompt, negativePrompt, model, software, author, created } = label;
  const prompts = negativePrompt ? `${prompt} [excludes] ${negativePrompt}` : prompt;
  const property = (name: string, value: string | undefined) =>
    value ? `   <${name}>${escapeText(value)}</${name}>\n` : "";
  const language = (name: string, value: string) =>
    `   <${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeText(value)}</rdf:li></rdf:Alt></${name}>\n`;
  return (
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n` +
    `<x:xmpmeta xmlns:x="adobe:ns:meta/">\n <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n` +
    `  <rdf:Description rdf:about=""\n` +
    `    xmlns:dc="http://purl.org/dc/elements/1.1/"\n    xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n` +
    `    xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"\n` +
    `    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">\n` +
    property("Iptc4xmpExt:DigitalSourceType", trainedAlgorithmicMedia) +
    property("Iptc4xmpExt:AIPromptInformation", prompts) +
    property("Iptc4xmpExt:AIPromptWriterName", author) +
    property("Iptc4xmpExt:AISystemUsed", `${software.name}, ${model.name}`) +
    property("Iptc4xmpExt:AISystemVersionUsed", `${software.version}, sha256 ${model.hash}`) +
    property("xmp:CreatorTool", `${software.name} ${software.version}`) +
    property("xmp:CreateDate", created) +
    language("dc:description", `Made by a trained model from the prompt: ${prompt}`) +
    language("dc:rights", creditLines(label.datasets).join(" · ")) +
    language("xmpRights:UsageTerms", label.licence) +
    `  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>`
  );
}

/** Text as it may stand in XML; control characters, which XML forbids, become spaces. */
function escapeText(text: string): string {
  return Array.from(text, (letter) => (letter < " " ? " " : letter))
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
