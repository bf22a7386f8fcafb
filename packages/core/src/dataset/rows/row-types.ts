import type { JsonObject } from '../../contract/json.ts';

/** Who speaks. `developer` is read as `system`; `gpt`, `model`, `bot` as `assistant`; the last four as `tool`. */
export type Role =
  | 'system' | 'developer' | 'user' | 'human' | 'assistant' | 'gpt' | 'model' | 'bot'
  | 'tool' | 'function' | 'observation' | 'function_response' | 'ipython';

/** What a turn says: text, or parts of text. */
export type TurnContent = string | readonly { readonly type?: 'text'; readonly text: string }[] | null;

/** One call of a tool; `arguments` as an object, or as the JSON text of one. */
export interface RowToolCall {
  readonly id?: string;
  readonly type?: string;
  readonly function: { readonly name: string; readonly arguments?: JsonObject | string };
}

/** A turn of `messages`. Only a turn of the assistant that calls tools, or one of a tool, may be empty. */
export interface RowMessage {
  readonly role: Role;
  readonly content?: TurnContent;
  readonly tool_calls?: readonly RowToolCall[];
  /** Of a turn of a tool: which one it was, and which call it answers. */
  readonly name?: string;
  readonly tool_call_id?: string;
}

/** A turn of `conversations`. */
export interface RowTurn {
  readonly from: Role;
  readonly value?: TurnContent;
  readonly tool_calls?: readonly RowToolCall[];
}

/** What any row may carry. */
interface RowExtras {
  /** Whether the answer is a good one: what KTO learns from; SFT leaves out rows with `false`. */
  readonly label?: boolean;
  /** The tools that the assistant may call, as JSON Schemas. */
  readonly tools?: readonly JsonObject[];
}

/** A conversation that ends with a turn of the assistant. */
export interface MessagesRow extends RowExtras {
  readonly messages: readonly RowMessage[];
}

/** A conversation in the form `from` and `value`. */
export interface ConversationsRow extends RowExtras {
  readonly conversations: readonly RowTurn[];
}

/** A prompt and its answer, as text or as turns. The loss is on the completion alone. */
export interface PromptCompletionRow extends RowExtras {
  readonly prompt: string | readonly RowMessage[];
  readonly completion: string | readonly RowMessage[];
}

/** Plain text, all of it learned. Not for KTO. */
export interface TextRow {
  readonly text: string;
  readonly label?: boolean;
}

/** A row with a thumb, for KTO: a conversation, or a prompt with its completion, and `label`. */
export type KtoRow = (MessagesRow | ConversationsRow | PromptCompletionRow) & { readonly label: boolean };

/** The row of each format of {@link writeDataset}. */
export interface DatasetRows {
  readonly messages: MessagesRow;
  readonly conversations: ConversationsRow;
  readonly 'prompt-completion': PromptCompletionRow;
  readonly text: TextRow;
  readonly kto: KtoRow;
}

/** The formats of rows that the trainers read. */
export type DatasetFormat = keyof DatasetRows;
