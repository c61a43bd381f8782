/** What is shipped or installed with the package may be used in a school, and says by whose leave. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

interface Installed {
  dev?: boolean;
  license?: string;
  version: string;
}

/** Licences that ask for no more than their own text, or for changes to their own files alone. */
const allowed = new Set([
  ...["MIT", "MIT-0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"],
  ...["CC0-1.0", "Unlicense", "PSF-2.0", "MPL-2.0"],
  // libvips, which sharp loads as a library of its own.
  "LGPL-3.0-or-later",
  // DejaVu's fonts: Bitstream Vera's terms, which allow use and sale with other software.
  "SEE LICENSE IN README.md AND LICENSE",
]);

const json = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
const isAllowed = (licence = "none") =>
  allowed.has(licence) || licence.split(" AND ").every((each) => allowed.has(each));

describe("licences", () => {
  const packages = Object.entries(json("package-lock.json").packages as Record<string, Installed>).filter(
    ([path, { dev }]) => path !== "" && !dev,
  );

  it("of all packages that are installed with this one are known and allowed", () => {
    assert.ok(packages.length > 200);
    const others = packages.filter(([, { license }]) => !isAllowed(license));
    assert.deepEqual(
      others.map(([path, { license, version }]) => `${path} ${version}: ${license}`),
      [],
    );
  });

  it("are refused when they are not known", () => {
    for (const licence of [undefined, "GPL-3.0", "MIT AND GPL-3.0", "UNLICENSED"])
      assert.ok(!isAllowed(licence), licence);
  });

  it("are listed in docs/licences.md with all packages that are named there by this one", () => {
    const page = readFileSync(join(root, "docs/licences.md"), "utf8");
    for (const name of Object.keys(json("package.json").dependencies))
      assert.ok(page.includes(`\`${name}\``), `docs/licences.md lacks ${name}`);
    for (const name of readdirSync(join(root, "datasets", "models")))
      if (existsSync(join(root, "datasets/models", name, "card.json")))
        assert.ok(page.includes(`\`${name}\``), `docs/licences.md lacks the model ${name}`);
  });

  for (const { name } of json("datasets/index.json") as { name: string }[])
    it(`of the data set ${name} are in its folder and its card`, () => {
      assert.ok(readFileSync(join(root, "datasets", name, "LICENSE"), "utf8").length > 200);
      assert.ok(json(`datasets/${name}/card.json`).licence);
      assert.ok(readFileSync(join(root, "docs/licences.md"), "utf8").includes(`\`${name}\``));
    });
});
