/** The requests that ask something and change nothing: what each is asked, and what it gives. */
import type { Interpreter } from "../interpreter.ts";
import { toCodePoints, toUtf16 } from "./cursor.ts";
import { integer, text } from "./fields.ts";
import { type History, selectHistory } from "./history.ts";
import { protocolVersion } from "./wire.ts";

type Content = Record<string, unknown>;

/** Gives the reply's content from the request's; its status is "ok" unless it says otherwise. */
type Question = (content: Content, asked: Asked) => Content | Promise<Content>;

interface Asked {
  interpreter: Interpreter;
  history: History;
}

export const questions: Record<string, Question> = {
  kernel_info_request: (_, { interpreter }) => ({
    protocol_version: protocolVersion,
    help_links: [],
    ...interpreter.info,
    debugger: interpreter.debug !== undefined,
    supported_features: interpreter.debug ? ["debugger"] : [],
  }),

  // Its reply's status is the completeness itself.
  is_complete_request: async (content, { interpreter }) => ({
    ...(await interpreter.isComplete(text(content, "code"))),
  }),

  complete_request: async (content, { interpreter }) => {
    const code = text(content, "code");
    const completion = await interpreter.complete(code, cursor(content, code));
    const [start, end] = [toCodePoints(code, completion.start), toCodePoints(code, completion.end)];
    const typed = completion.matches.map(({ text, type, detail, documentation }) => ({
      start,
      end,
      text,
      type,
      ...(detail !== undefined && { signature: detail }),
      ...(documentation !== undefined && { documentation }),
    }));
    return {
      matches: completion.matches.map((match) => match.text),
      cursor_start: start,
      cursor_end: end,
      // The name that IPython gave it and front ends read; it has stayed "experimental" ever since.
      metadata: { _jupyter_types_experimental: typed },
    };
  },

  inspect_request: async (content, { interpreter }) => {
    const code = text(content, "code");
    const detail = integer(content, "detail_level", 0) > 0 ? 1 : 0;
    const found = await interpreter.inspect(code, cursor(content, code), detail);
    return { found: found !== undefined, ...(found ?? { data: {}, metadata: {} }) };
  },

  history_request: async (content, { history }) => ({
    history: selectHistory(await history.entries(), content, history.session),
  }),

  comm_info_request: (content, { interpreter }) => {
    const target = text(content, "target_name", "");
    const open = target === "" ? interpreter.comms() : interpreter.comms(target);
    const comms = Object.entries(open).map(([id, target_name]) => [id, { target_name }]);
    return { comms: Object.fromEntries(comms) };
  },

  // A reply of the Debug Adapter Protocol, in which a refusal is a response like any other.
  debug_request: async (content, { interpreter }) =>
    (await interpreter.debug?.(content)) ?? {
      type: "response",
      request_seq: content.seq,
      seq: 0,
      success: false,
      command: content.command,
      message: "This kernel has no debugger",
    },
};

/** The request's cursor as a UTF-16 offset; without one it stands at the end. */
function cursor(content: Content, code: string): number {
  return toUtf16(code, integer(content, "cursor_pos", code.length));
}
