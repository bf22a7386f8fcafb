import { createRandom, type Random } from './random.ts';
import { generateRequests, heldOutMaterial, trainingMaterial, type Material, type Request } from './generate-requests.ts';
import { toRow, type Row, type RowOptions } from './generate-rows.ts';
import { formatCall, toolNames, tools } from './tools.ts';

/** A row with a thumb: up for a right answer, down for a wrong one. */
export interface PreferenceRow extends Row {
  readonly label: boolean;
}

/** Rows for KTO: one half right calls (label true), the other half calls that a user would turn down (label false). */
export function generatePreferenceRows({ seed = 0, count }: RowOptions): PreferenceRow[] {
  return preferenceRows(createRandom(seed + 3), trainingMaterial, count);
}

/** Rows like {@link generatePreferenceRows} from held-out wordings and words, to measure the margin on. */
export function generateHeldOutPreferenceRows({ seed = 0, count }: RowOptions): PreferenceRow[] {
  return preferenceRows(createRandom(seed + 4), heldOutMaterial, count);
}

function preferenceRows(random: Random, material: Material, count: number): PreferenceRow[] {
  return generateRequests(random, material, count).map((request, index) => {
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
