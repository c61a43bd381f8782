/** Where the module "tslab" shows things; set by the process that runs the cells. */
import type { Outlet } from "../runner/outlet.ts";

let current: Pick<Outlet, "send"> | undefined;

export function setOutlet(outlet: Pick<Outlet, "send">): void {
  current = outlet;
}

export function getOutlet(): Pick<Outlet, "send"> {
  if (!current) throw new Error('Cannot display: "tslab" shows things in the cells of a notebook only');
  return current;
}
