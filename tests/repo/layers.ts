/** Who may import whom: the map of the project as a table, and the function that holds it. */

const mayImport: Record<string, string[]> = {
  cli: ["grader", "kernel", "lessons", "lib"],
  grader: ["kernel", "lessons"],
  kernel: [],
  lib: [],
  lessons: [],
  datasets: ["lib"],
  tests: ["cli", "datasets", "grader", "kernel", "lessons", "lib"],
};

/** Folders of lib, lowest first: each may import only those before it. */
const libOrder = [
  "core",
  "data",
  "schedule",
  "process",
  "oracle",
  "text",
  "model",
  "train",
  "sample",
  "pretrained",
  "evaluate",
  "provenance",
  "viz",
  "exercise",
  "index.ts",
];

/** Heavy packages and the one file that may import each; tests, and the scripts that make data sets, may import them too. */
const doors: Record<string, string> = {
  "@tensorflow/tfjs": "lib/core/tf.ts",
  "@tensorflow/tfjs-backend-wasm": "lib/core/backend/wasm.ts",
  "ml-matrix": "lib/evaluate/linear-algebra.ts",
  "@peculiar/x509": "lib/provenance/certificates.ts",
  "@trustnxt/c2pa-ts/asset": "lib/provenance/c2pa.ts",
  "@trustnxt/c2pa-ts/jumbf": "lib/provenance/c2pa.ts",
  "@trustnxt/c2pa-ts/manifest": "lib/provenance/c2pa.ts",
  "fast-png": "lib/core/png.ts",
  sharp: "lib/core/picture-file.ts",
  vega: "lib/viz/vega.ts",
  "vega-lite": "lib/viz/vega.ts",
  "plotly.js-dist-min": "lib/viz/plotly.ts",
  jsdom: "lib/viz/plotly.ts",
  "@resvg/resvg-wasm": "lib/core/svg.ts",
  bullmq: "grader/queue/bullmq.ts",
  "@dodona/dolos-core": "grader/similar/dolos.ts",
  ioredis: "grader/queue/bullmq.ts",
  "sql.js": "grader/export/sqlite.ts",
  yauzl: "grader/collect/archive.ts",
  zeromq: "kernel/host/sockets.ts",
  typescript: "kernel/language/typescript.ts",
};

/** Sentences for each import or word in a source file that breaks the laws; an empty list when all is well. */
export function violations(path: string, source: string): string[] {
  const [top = "", folder = ""] = path.split("/");
  const imports = [
    ...source.matchAll(
      /^\s*(?:import|export)\b(?:[^"';]*?\bfrom\s*)?\s*["']([^"']+)["']|\bimport\("([^"]+)"\)/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? "");
  const found: string[] = [];
  for (const specifier of imports) {
    if (specifier.startsWith(".")) {
      const [toTop = "", toFolder = ""] = new URL(specifier, `file:///${path}`).pathname.slice(1).split("/");
      if (toTop !== top && !mayImport[top]?.includes(toTop))
        found.push(`${path} imports ${toTop}: ${specifier}`);
      if (top === "lib" && toTop === "lib" && libOrder.indexOf(toFolder) > libOrder.indexOf(folder))
        found.push(`${path} imports upward, from lib/${toFolder}: ${specifier}`);
    } else if (top === "lessons" && specifier !== "noisebook" && !specifier.startsWith("node:")) {
      found.push(`${path} may import only "noisebook": ${specifier}`);
    } else if (top !== "tests" && specifier in doors && doors[specifier] !== path) {
      found.push(`${path} imports ${specifier}, whose one door is ${doors[specifier]}`);
    }
  }
  if (top === "lib")
    for (const word of ["Math.random", "Date.now", "new Date()"])
      if (source.includes(word)) found.push(`${path} uses ${word}: randomness and time are passed in`);
  if (
    top === "lib" &&
    /^(?:export )?(?:const|let)?.*(?<!async.*)\bawait\b/m.test(
      source.replace(/^\s+.*$|^\s*(\/\*\*?|\*|\/\/).*$/gm, ""),
    )
  )
    found.push(`${path} awaits at the top level: lib must load synchronously`);
  return found;
}
