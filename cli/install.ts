import { installKernel } from "../kernel/install.ts";
