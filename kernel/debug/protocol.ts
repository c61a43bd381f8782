/** The Debug Adapter Protocol as far as it is spoken here, with Jupyter's additions. Lines and columns count from 1. */

export interface DebugRequest {
  seq: number;
  command: string;
  arguments: Record<string, unknown>;
}

export interface Variable {
  name: string;
  value: string;
  type?: string;
  /** What `variables` asks for to see inside; 0 when there is nothing. */
  variablesReference: number;
  evaluateName?: string;
}

export interface StackFrame {
  id: number;
  name: string;
  source: { name: string; path: string };
  line: number;
  column: number;
}

export interface Scope {
  name: "Locals" | "Closure" | "Globals";
  variablesReference: number;
  expensive: boolean;
}

/** A breakpoint as a client asks for it. */
export interface SourceBreakpoint {
  line: number;
  /** Stops only where this expression is true. */
  condition?: string;
  /** Stops only at some of the hits: "5" at the fifth, ">= 5" from then on, "% 5" at each fifth. */
  hitCondition?: string;
  /** Prints this, with the values of expressions in braces, instead of stopping. */
  logMessage?: string;
}

export interface Breakpoint {
  verified: boolean;
  line: number;
  source: { path: string };
  /** Why it is not verified. */
  message?: string;
}

/** Cells run on one thread. */
export const threadId = 1;
