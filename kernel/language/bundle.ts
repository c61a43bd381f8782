/** Puts a compiled module and all that it imports into one script, as a start-up snapshot is made from. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ts } from "./typescript.ts";

interface Bundled {
  code: string;
  /** Specifier → the file that it means. */
  links: Record<string, string>;
}

/**
 * Bundles for a process that can load nothing but Node's own modules.
 *
 * @param entry The path of a compiled ES module; what it imports may be such modules too, or TypeScript's package.
 */
export function bundle(entry: string): string {
  const modules = new Map<string, Bundled>();
  const add = (file: string): void => {
    if (modules.has(file)) return;
    const module = load(file);
    modules.set(file, module);
    Object.values(module.links).forEach(add);
  };
  add(entry);
  const entries = [...modules].map(
    ([file, { code, links }]) =>
      `${JSON.stringify(file)}: { links: ${JSON.stringify(links)}, run(module, exports, require, __filename, __dirname) {\n${code}\n} }`,
  );
  return ascii(
    `const modules = {\n${entries.join(",\n")}\n};\n(${loader})(modules, ${JSON.stringify(entry)}, require);\n`,
  );
}

/** One character beyond Latin 1 would double what the whole script takes up in a snapshot. */
function ascii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const loader = `(modules, entry, builtin) => {
  const cache = {};
  const load = (file) => {
    if (cache[file]) return cache[file].exports;
    const module = (cache[file] = { exports: {} });
    const { links, run } = modules[file];
    const require = (specifier) => (links[specifier] ? load(links[specifier]) : builtin(specifier));
    run.call(module.exports, module, module.exports, require, file, file.replace(/[\\\\/][^\\\\/]*$/, ""));
    return module.exports;
  };
  load(entry);
}`;

/** The folder of our own modules. That it lies in node_modules itself, in a project that uses us, must make no difference. */
const own = fileURLToPath(new URL("../", import.meta.url));

function load(file: string): Bundled {
  const source = readFileSync(file, "utf8");
  if (!file.startsWith(own)) return { code: source, links: {} };
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const url = pathToFileURL(file).href;
  const specifiers = [...outputText.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1]);
  const links = specifiers.flatMap((specifier) => {
    if (specifier.startsWith(".")) return [[specifier, fileURLToPath(new URL(specifier, url))]];
    return specifier === "typescript" ? [[specifier, createRequire(file).resolve(specifier)]] : [];
  });
  return {
    code: outputText
      .replaceAll("import.meta.url", JSON.stringify(url))
      .replace(/^\/\/# sourceMappingURL.*$/m, ""),
    links: Object.fromEntries(links),
  };
}
