import type { Part } from './arguments.ts';
import { generateRequests, type Request, type RowOptions } from './generate-requests.ts';
import { toRow, type Row } from './generate-rows.ts';
import { createRandom, type Random } from './random.ts';
import { formatCall, toolNames, tools } from './tools.ts';

/** A row with a thumb: up for a right answer, down for a wrong one. */
export interface PreferenceRow extends Row {
  readonly label: boolean;
}

/** Rows for KTO: one half right calls (label true), the other half calls that a user would turn down (label false). */
export function generatePreferenceRows({ seed = 0, count }: RowOptions): PreferenceRow[] {
  return preferenceRows('training', { seed: seed + 3, count });
}

/** Rows like {@link generatePreferenceRows} from held-out wordings and arguments, to measure the margin on. */
export function generateHeldOutPreferenceRows({ seed = 0, count }: RowOptions): PreferenceRow[] {
  return preferenceRows('held-out', { seed: seed + 4, count });
}

function preferenceRows(part: Part, options: Required<RowOptions>): PreferenceRow[] {
  const random = createRandom(options.seed);
  return generateRequests(part, options).map((request, index) => {
    const label = index % 2 === 0;
    return { ...toRow(request, label ? formatCall(request) : wrongAnswer(random, request)), label };
  });
}

function wrongAnswer(random: Random, request: Request): string {
  return random.pick([wrongTool, mangled, chatter])(random, request);
}

/** Another tool, called with what the request holds. */
function wrongTool(random: Random, { tool, args }: Request): string {
  const other = random.pick(toolNames.filter((name) => name !== tool));
  const values = Object.values(args);
  const filled = tools[other].map((name, index) => [name, args[name] ?? values[index % values.length]!]);
  return formatCall({ tool: other, args: Object.fromEntries(filled) });
}

/** The right call, broken off. */
function mangled(random: Random, request: Request): string {
  const call = formatCall(request);
  return call.slice(0, call.indexOf('"') + 1 + random.below(6));
}

/** Words instead of a call. */
function chatter(random: Random): string {
  return random.pick(['Sure, I can do that for you.', 'Which note do you mean?', 'Sorry, I do not know how.', 'Done!']);
}
