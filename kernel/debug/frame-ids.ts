/** Numbers by which a client names the frames of a paused notebook. */
import type { Debugger } from "./debugger.ts";
import type { UserFrame } from "./frames.ts";

export interface FrameIds {
  add(frame: UserFrame): number;
  /** The frame of an id while the notebook is paused there. */
  get(id: unknown, debug: Debugger): UserFrame | undefined;
}

/** New ids at every look: a front end then asks again for the variables, which an evaluation may have changed. */
export function createFrameIds(): FrameIds {
  let frames = new Map<number, UserFrame>();
  let last = 0;
  return {
    add(frame) {
      last += 1;
      frames.set(last, frame);
      return last;
    },
    get(id, debug) {
      if (!debug.paused) frames = new Map();
      const frame = frames.get(Number(id));
      return frame && debug.paused?.includes(frame) ? frame : debug.paused?.[0];
    },
  };
}
