import assert from "node:assert/strict";
import { startKernel } from "../../../kernel/client/client.ts";

const c = await startKernel({
  cwd: "/tmp",
  command: ["/work/py-cli/bin/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
});
console.log(c.info.implementation, c.pid);
const e = c.execute("import time\nfor i in range(3): print(i)\n1+1");
for await (const m of e) console.log(m.type, JSON.stringify(m.content));
console.log((await e.reply).status);
const e2 = c.execute("import time; time.sleep(30)");
setTimeout(() => c.interrupt(), 300);
for await (const m of e2) console.log(m.type, JSON.stringify(m.content).slice(0, 80));
const e3 = c.execute("print('x')\nimport os, signal; os.kill(os.getpid(), signal.SIGKILL)");
try {
  for await (const m of e3) console.log(m.type, JSON.stringify(m.content).slice(0, 80));
} catch (x) {
  console.log("threw", x.message);
}
await c.shutdown();
console.log("done");
