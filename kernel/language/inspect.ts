import type { MimeBundle } from "../interpreter.ts";
import { ts } from "./typescript.ts";
import type { Workspace } from "./workspace.ts";

/** The type and documentation of what stands at the cursor, or of the function whose arguments it stands in. */
export function inspect({ service, open }: Workspace, code: string, cursor: number): MimeBundle | undefined {
  const { fileName } = open(code).file;
  const at = (position: number) =>
    position >= 0 ? service.getQuickInfoAtPosition(fileName, position) : undefined;
  const info = at(cursor) ?? at(cursor - 1) ?? called(service, fileName, cursor);
  if (!info) return undefined;
  const signature = ts.displayPartsToString(info.displayParts);
  const prose = ts.displayPartsToString(info.documentation);
  const tags = (info.tags ?? []).map(({ name, text }) => ({ name, text: ts.displayPartsToString(text) }));
  const plain = [signature, prose, ...tags.map(({ name, text }) => `@${name} ${text}`.trim())];
  const markdown = ["```typescript\n" + signature + "\n```", prose, ...tags.map(tagMarkdown)];
  return {
    data: { "text/plain": join(plain), "text/markdown": join(markdown) },
    metadata: {},
  };
}

function called(service: ts.LanguageService, fileName: string, cursor: number): ts.QuickInfo | undefined {
  const help = service.getSignatureHelpItems(fileName, cursor, undefined);
  return help && service.getQuickInfoAtPosition(fileName, help.applicableSpan.start - 2);
}

function tagMarkdown({ name, text }: { name: string; text: string }): string {
  if (name !== "example") return `*@${name}* ${text}`.trim();
  return text.includes("```") ? `*Example* ${text}` : "*Example*\n```typescript\n" + text + "\n```";
}

function join(parts: string[]): string {
  return parts.filter((part) => part.trim()).join("\n\n");
}
