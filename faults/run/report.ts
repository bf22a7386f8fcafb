import { markdownTable } from '../../scripts/markdown-table.ts';
import type { TriedFault, TriedGood } from './try-all.ts';

/** Each fault: whether it was caught, when, and by what. */
export function tableOfFaults(tried: readonly TriedFault[]): string {
  const rows = tried.map(({ fault: { area, name, on, expected }, judgement: { isCaught, when, said } }) => {
    const words = said && !isCaught ? `${said.code}: ${said.text.split('\n')[0]?.slice(0, 120)}` : '';
    return [area, name, on, expected.code, isCaught ? (when ?? '') : 'MISSED', words];
  });
  const hasMissed = rows.some((row) => row[5] !== '');
  const header = ['area', 'fault', 'on', 'said', 'when', 'instead'];
  return hasMissed ? markdownTable(header, rows) : markdownTable(header.slice(0, 5), rows.map((row) => row.slice(0, 5)));
}

/** Each good training, and what was said against it. */
export function tableOfGood(tried: readonly TriedGood[]): string {
  return markdownTable(['good training', 'on', 'alarms'], tried.map(({ trial: { name, on }, alarms }) =>
    [name, on, alarms.map(({ code, text }) => `${code}: ${text.slice(0, 160)}`).join('; ') || 'none']));
}

/** How many were caught, when, and how many good ones were disturbed. */
export function lastLine(faults: readonly TriedFault[], good: readonly TriedGood[]): string {
  const caught = faults.filter(({ judgement }) => judgement.isCaught);
  const at = (time: string) => caught.filter(({ judgement }) => judgement.when === time).length;
  const alarms = good.filter((one) => one.alarms.length > 0).length;
  const when = `${at('before start')} before start, ${at('first 20 steps')} within 20 steps, ${at('later')} later`;
  return `faults caught: ${caught.length} / ${faults.length} (${when}); false alarms: ${alarms} / ${good.length} good trainings`;
}
