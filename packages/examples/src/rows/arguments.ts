import type { Random } from './random.ts';
import type { ToolName } from './tools.ts';
import { adjectives, familyNames, firstNames, nouns, verbs } from './words.ts';

/** Which arguments a row may use: those of the training rows, or those that no training row holds. */
export type Part = 'training' | 'held-out';

/** Draws arguments for `tool`; every single one of them belongs to `part`. */
export function drawArguments(random: Random, part: Part, tool: ToolName): Record<string, string> {
  const draw = (make: () => string): string => {
    const argument = make();
    return partOf(argument) === part ? argument : draw(make);
  };
  const title = (): string => draw(() => `${random.pick(adjectives)} ${random.pick(nouns)}`);
  const deed = (): string => draw(() => `${random.pick(verbs)} the ${random.pick(nouns)}`);
  const time = (): string => draw(() => `${1 + random.below(12)}:${String(5 * random.below(12)).padStart(2, '0')}`);
  const person = (): string => draw(() => `${random.pick(firstNames)} ${random.pick(familyNames)}`);
  const makers = {
    create_note: () => ({ title: title() }),
    find_note: () => ({ title: title() }),
    add_task: () => ({ task: deed() }),
    set_reminder: () => ({ text: deed(), time: time() }),
    send_message: () => ({ to: person(), text: deed() }),
  } satisfies Record<ToolName, () => Record<string, string>>;
  return makers[tool]();
}

/** One argument in five is held out, by its letters, so that no choice of seed can bring it into training. */
export function partOf(argument: string): Part {
  const sum = [...argument].reduce((total, letter, index) => total + letter.codePointAt(0)! * (index + 1), 0);
  return sum % 5 === 0 ? 'held-out' : 'training';
}
