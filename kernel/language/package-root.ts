import { fileURLToPath } from "node:url";

/** The folder of the kernel's package. */
export const packageRoot = fileURLToPath(new URL("../../..", import.meta.url)).replaceAll("\\", "/");
