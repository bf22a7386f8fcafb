import { parseCall, tools, type ToolCall } from './tools.ts';

/** How good an answer is. `right` implies `rightTool`, `rightTool` implies `wellFormed`. */
export interface Verdict {
  /** It is exactly one call of a known tool, with the arguments of that tool. */
  readonly wellFormed: boolean;
  /** It calls the tool that was asked for. */
  readonly rightTool: boolean;
  /** Tool and every argument are right. */
  readonly right: boolean;
}

/** Judges a model's `completion` by the call that was expected; white space around it does not count. */
export function judge(expected: ToolCall, completion: string): Verdict {
  const call = parseCall(completion);
  const rightTool = call?.tool === expected.tool;
  const right = rightTool && tools[expected.tool].every((name) => call.args[name] === expected.args[name]);
  return { wellFormed: call !== undefined, rightTool, right };
}
