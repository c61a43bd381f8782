/** A headless Chromium for tests; where there is none and none can be had, they fail under CI and are skipped elsewhere. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const path = process.env.CHROMIUM ?? "/usr/bin/chromium";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens the browser, with a user data folder of its own; for a test's `before` hook. */
export async function openBrowser(test: Mocha.Context): Promise<Browser> {
  try {
    if (!existsSync(path)) {
      execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
      execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "ignore" });
    }
    return await chromium.launch({ executablePath: path, args: flags });
  } catch (cause) {
    const sentence = `Cannot test in a browser: no Chromium at ${path}; set CHROMIUM to one`;
    if (process.env.CI) throw new Error(sentence, { cause });
    console.log(sentence);
    return test.skip();
  }
}
