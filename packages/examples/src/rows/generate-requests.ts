import { heldOutPhrases, trainingPhrases, type Phrases } from './phrases.ts';
import type { Random } from './random.ts';
import { toolNames, type ToolCall, type ToolName } from './tools.ts';
import { heldOutWords, trainingWords, type Words } from './words.ts';

/** A request in plain words and the call that answers it. */
export interface Request extends ToolCall {
  readonly request: string;
}

/** Wordings and words that requests are made of. */
export interface Material {
  readonly phrases: Phrases;
  readonly words: Words;
}

/** What the training rows are made of. */
export const trainingMaterial: Material = { phrases: trainingPhrases, words: trainingWords };

/** What the held-out requests are made of: other wordings, and words that no training row holds. */
export const heldOutMaterial: Material = { phrases: heldOutPhrases, words: heldOutWords };

/** Makes `count` requests, going round the tools so that each has its share. */
export function generateRequests(random: Random, material: Material, count: number): Request[] {
  const requests = Array.from({ length: count }, (_, index) => oneRequest(random, material, toolNames[index % toolNames.length]!));
  return random.shuffle(requests);
}

function oneRequest(random: Random, { phrases, words }: Material, tool: ToolName): Request {
  const args = makeArgs(random, words)[tool]();
  const request = random.pick(phrases[tool]).replace(/\{(\w+)\}/g, (_, name: string) => args[name]!);
  return { request, tool, args };
}

function makeArgs(random: Random, words: Words): Record<ToolName, () => Record<string, string>> {
  const thing = (): string => {
    const name = `${random.pick(words.adjectives)} ${random.pick(words.nouns)}`;
    return random.next() < 0.4 ? `${name} ${random.pick(words.nouns)}` : name;
  };
  const deed = (): string => `${random.pick(words.verbs)} the ${random.next() < 0.5 ? random.pick(words.nouns) : thing()}`;
  const time = (): string => `${1 + random.below(12)}:${random.pick(words.minutes)}`;
  const title = (): Record<string, string> => ({ title: thing() });
  return {
    create_note: title,
    find_note: title,
    delete_note: title,
    add_task: () => ({ task: deed() }),
    set_reminder: () => ({ text: deed(), time: time() }),
    add_event: () => ({ name: thing(), time: time() }),
    send_message: () => ({ to: random.pick(words.people), text: deed() }),
  };
}
