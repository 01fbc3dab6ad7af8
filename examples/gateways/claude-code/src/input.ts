/** What Claude Code writes to the standard input of a `PreToolUse` hook. */

export interface HookInput {
  readonly toolName: string;
  readonly toolInput: { readonly [name: string]: unknown };
  readonly cwd: string;
  /** Empty where the host names none. */
  readonly permissionMode: string;
  /** The kind of subagent that calls, where one does. */
  readonly agentType: string | null;
}

/** Reads the input. Throws, with a message for people, unless it is a `PreToolUse` call with all that a decision needs. */
export function readInput(text: string): HookInput {
  const value = parsed(text);
  const event = value["hook_event_name"];
  if (event !== "PreToolUse") throw new Error("the input is of no PreToolUse hook: see hook_event_name");
  const { tool_name: toolName, tool_input: toolInput, cwd, permission_mode: mode, agent_type: agentType } = value;
  if (typeof toolName !== "string" || toolName === "") throw new Error("the input has no tool_name");
  if (!isObject(toolInput)) throw new Error("the input has no tool_input");
  if (typeof cwd !== "string" || cwd === "") throw new Error("the input has no cwd");
  return {
    toolName,
    toolInput,
    cwd,
    permissionMode: typeof mode === "string" ? mode : "",
    agentType: typeof agentType === "string" ? agentType : null,
  };
}

function parsed(text: string): { readonly [name: string]: unknown } {
  if (text.trim() === "") throw new Error("the standard input is empty: Claude Code writes a JSON object there");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("the standard input is no JSON");
  }
  if (!isObject(value)) throw new Error("the standard input is no JSON object");
  return value;
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
