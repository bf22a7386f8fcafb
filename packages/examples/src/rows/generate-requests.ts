import { drawArguments, type Part } from './arguments.ts';
import { heldOutPhrases, trainingPhrases } from './phrases.ts';
import { createRandom, type Random } from './random.ts';
import { toolNames, type ToolCall, type ToolName } from './tools.ts';

/** A request in plain words and the call that answers it. */
export interface Request extends ToolCall {
  readonly request: string;
}

/** How many, and from which seed: the same options give the same requests and rows. */
export interface RowOptions {
  /** @defaultValue 0 */
  readonly seed?: number;
  readonly count: number;
}

/** Requests of one part, going round the tools so that each has its share, in a random order. */
export function generateRequests(part: Part, { seed = 0, count }: RowOptions): Request[] {
  const random = createRandom(seed);
  const requests = Array.from({ length: count }, (_, index) => oneRequest(random, part, toolNames[index % toolNames.length]!));
  return random.shuffle(requests);
}

/** Requests whose wording and whose arguments occur in no training row, each with the call it asks for. */
export function generateHeldOutRequests({ seed = 0, count }: RowOptions): Request[] {
  return generateRequests('held-out', { seed: seed + 1, count });
}

function oneRequest(random: Random, part: Part, tool: ToolName): Request {
  const { openers, wordings } = part === 'training' ? trainingPhrases : heldOutPhrases;
  const args = drawArguments(random, part, tool);
  const wording = random.pick(openers) + random.pick(wordings[tool]);
  const request = wording.replace(/\{(\w+)\}/g, (_, name: string) => args[name]!);
  return { request: request[0]!.toUpperCase() + request.slice(1), tool, args };
}
