import type { MimeBundle } from "../interpreter.ts";
import { type Documentation, documentationOf } from "./documentation.ts";
import { ts } from "./typescript.ts";
import type { OpenCell, Workspace } from "./workspace.ts";

/** The type and documentation of what stands at the cursor, or of the function whose arguments it stands in. */
export function inspect({ service, open }: Workspace, code: string, cursor: number): MimeBundle | undefined {
  const cell = open(code);
  const { fileName } = cell.file;
  const at = (position: number) =>
    position >= 0 ? service.getQuickInfoAtPosition(fileName, position) : undefined;
  const help = () => service.getSignatureHelpItems(fileName, cursor, undefined);
  const info = at(cursor) ?? at(cursor - 1) ?? at((help()?.applicableSpan.start ?? 0) - 2);
  if (!info) return undefined;
  const signature = withoutImport(ts.displayPartsToString(info.displayParts));
  const { prose, tags } = documentation(cell, info);
  const plain = [signature, prose, ...tags.map(({ name, text }) => `@${name} ${text}`.trim())];
  const markdown = [`\`\`\`typescript\n${signature}\n\`\`\``, prose, ...tags.map(tagMarkdown)];
  return { data: { "text/plain": join(plain), "text/markdown": join(markdown) }, metadata: {} };
}

function documentation({ program, file }: OpenCell, { textSpan, ...info }: ts.QuickInfo): Documentation {
  const checker = program.getTypeChecker();
  const name = identifierAt(file, textSpan.start);
  const symbol = name && checker.getSymbolAtLocation(name);
  if (symbol) return documentationOf(symbol, checker);
  return { prose: ts.displayPartsToString(info.documentation), tags: [] };
}

/** A name of another cell is an import to TypeScript, which is no news to the reader. */
function withoutImport(signature: string): string {
  return signature.replace(/^\(alias\) /, "").replace(/\nimport [\w$]+$/, "");
}

/** The identifier that starts at a position. */
export function identifierAt(file: ts.SourceFile, position: number): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.getStart(file) === position) found = node;
    else if (node.pos <= position && position < node.end) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function tagMarkdown({ name, text }: Documentation["tags"][number]): string {
  if (name !== "example") return `*@${name}* ${text}`.trim();
  return text.includes("```") ? `*Example* ${text}` : `*Example*\n\`\`\`typescript\n${text}\n\`\`\``;
}

function join(parts: string[]): string {
  return parts.filter((part) => part.trim()).join("\n\n");
}
