/** The arguments of the assistant's tools, in the order in which a call writes them. */
export const tools = {
  create_note: ['title'],
  find_note: ['title'],
  add_task: ['task'],
  set_reminder: ['text', 'time'],
  send_message: ['to', 'text'],
} as const satisfies Record<string, readonly string[]>;

/** The name of a tool. */
export type ToolName = keyof typeof tools;

/** A call of one tool with all its arguments. */
export interface ToolCall {
  readonly tool: ToolName;
  readonly args: Readonly<Record<string, string>>;
}

/** All tool names, in a fixed order. */
export const toolNames = Object.keys(tools) as ToolName[];

/** Writes a call the way the assistant answers: `set_reminder(text="water the fern", time="7:30")`. */
export function formatCall(call: ToolCall): string {
  const args = tools[call.tool].map((name) => `${name}="${call.args[name]}"`);
  return `${call.tool}(${args.join(', ')})`;
}

/** Reads what {@link formatCall} writes; `undefined` for anything that is not exactly one well-formed call. */
export function parseCall(text: string): ToolCall | undefined {
  const [, name = '', body = ''] = /^([a-z_]+)\((.*)\)$/.exec(text.trim()) ?? [];
  if (!Object.hasOwn(tools, name)) return undefined;
  const tool = name as ToolName;
  const pattern = tools[tool].map((arg) => `${arg}="([^"]+)"`).join(', ');
  const values = new RegExp(`^${pattern}$`).exec(body)?.slice(1);
  return values && { tool, args: Object.fromEntries(tools[tool].map((arg, index) => [arg, values[index]!])) };
}
