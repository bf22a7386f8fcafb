import type { RowFormat } from '../../contract/dataset-issues.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { contentKey, roleKey } from '../rows/check-turns.ts';
import { canonicalRole, type CanonicalRole } from '../rows/roles.ts';
import { mayBeBlank, textOf } from '../rows/text-rules.ts';
import { ContentHash } from './content-hash.ts';

const KINDS = {
  system: 1, user: 2, assistant: 3, tool: 4, prompt: 5, completion: 6, text: 7, call: 8, tools: 9,
} as const;

/** The words of one row at a time, with their hash: what is trained on, whatever the row's form and other keys. */
export class RowWords {
  readonly hash = new ContentHash();
  /** Turns by role, of all rows that were kept. */
  readonly roles: Record<CanonicalRole, number> = { system: 0, user: 0, assistant: 0, tool: 0 };
  /** Whether something that was given as bytes may be blank. */
  isDoubtful = false;
  characters = 0;
  turns = 0;
  toolCalls = 0;
  /** How far the prompt reaches in {@link hash}; 0 where there is none. */
  promptEnd = 0;
  /** The first turn whose role is that of the turn before; tools may answer one after the other. */
  repeated: { readonly path: string; readonly role: CanonicalRole } | undefined;
  /** What was said besides system turns, where it was asked for. */
  readonly texts: string[] = [];
  readonly #keepsTexts: boolean;
  readonly #roles: CanonicalRole[] = [];
  #role: CanonicalRole | undefined;
  #isBytes = false;

  constructor(keepsTexts: boolean) {
    this.#keepsTexts = keepsTexts;
  }

  /**
   * Reads a row that has passed the check, and hashes its words. `isBytes`: the characters of its texts are the bytes of
   * their UTF-8.
   */
  read(row: JsonObject, format: RowFormat, isBytes = false): void {
    this.#isBytes = isBytes;
    this.isDoubtful = false;
    this.#roles.length = 0;
    this.hash.reset();
    this.characters = this.turns = this.toolCalls = this.promptEnd = this.texts.length = 0;
    this.repeated = this.#role = undefined;
    if (format === 'messages' || format === 'conversations') {
      this.#readTurns(row[format] as readonly JsonObject[], format);
    } else if (format === 'text') this.#add('text', row['text'] as string);
    else {
      this.#readPart(row['prompt'], 'prompt');
      const { end } = this.hash;
      this.#readPart(row['completion'], 'completion');
      this.promptEnd = Array.isArray(row['completion']) ? this.promptEnd : end;
    }
    const { tools } = row;
    if (tools !== undefined && tools !== null) this.#add('tools', asText(tools), false);
    this.hash.digest();
    if (isBytes) this.characters = this.hash.characters;
  }

  /** Counts the turns of the row that was read. */
  keep(): void {
    for (const role of this.#roles) this.roles[role] += 1;
  }

  #readPart(part: JsonValue | undefined, name: 'prompt' | 'completion'): void {
    if (Array.isArray(part)) this.#readTurns(part, name);
    else this.#add(name, part as string);
  }

  #readTurns(turns: readonly JsonObject[], path: string): void {
    for (let index = 0; index < turns.length; index += 1) {
      const turn = turns[index] as JsonObject;
      const role = canonicalRole(turn[roleKey(turn)]) as CanonicalRole;
      this.turns += 1;
      this.#roles.push(role);
      if (role === this.#role && role !== 'tool') this.repeated ??= { path: `${path}[${index}]`, role };
      this.#role = role;
      if (index === turns.length - 1) this.promptEnd = this.hash.end;
      this.#add(role, textOf(turn[contentKey(turn)]) ?? '', role !== 'system');
      if (role === 'assistant' && turn['tool_calls']) this.#readCalls(turn['tool_calls'] as readonly JsonObject[]);
    }
  }

  #readCalls(calls: readonly JsonObject[]): void {
    this.toolCalls += calls.length;
    for (const call of calls) {
      const { name, arguments: given } = (call['function'] ?? call) as JsonObject;
      this.#add('call', `${String(name)}\n${given === undefined ? '' : asText(given)}`);
    }
  }

  #add(kind: keyof typeof KINDS, text: string, isSaid = true): void {
    this.hash.add(KINDS[kind], text, this.#isBytes);
    if (this.#isBytes && mayBeBlank(text)) this.isDoubtful = true;
    this.characters += text.length;
    if (this.#keepsTexts && isSaid) this.texts.push(text);
  }
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
