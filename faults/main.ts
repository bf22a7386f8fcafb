// Tries every fault and every good training: npm run faults -- --only data --lanes 2; --only takes several words, all of
// which must be an area, good, or a part of the name or of where it is trained.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS } from './corpus/index.ts';
import { GOOD } from './corpus/good.ts';
import { isHere } from './kits.ts';
import { lastLine, tableOfFaults, tableOfGood } from './run/report.ts';
import { tryFaults, tryGood } from './run/try-all.ts';

import { removeSmallDisks } from './support/small-disk.ts';
import type { Trial } from './trial.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, lanes: { type: 'string', default: '2' }, said: { type: 'boolean' } } });
const { only } = values;
const words = only?.split(' ') ?? [];
const isWanted = (area: string, { name, on }: Trial) =>
  words.every((word) => area === word || name.includes(word) || on.includes(word));
const folder = mkdtempSync(join(tmpdir(), 'tuner-faults-'));
const options = {
  folder, lanes: Number(values.lanes),
  onTried: (trial: { name: string }, said: readonly { code: string; text: string }[]) => {
    if (!values.said) return;
    console.log(`\n# ${trial.name}\n${said.map(({ code, text }) => `${code}: ${text}`).join('\n')}`);
  },
};
try {
  const wanted = FAULTS.filter((fault) => isHere(fault.on) && isWanted(fault.area, fault));
  const faults = await tryFaults(wanted, options);
  console.log(tableOfFaults(faults));
  const good = await tryGood(GOOD.filter((trial) => isHere(trial.on) && isWanted('good', trial)), options);
  console.log(`\n${tableOfGood(good)}\n\n${lastLine(faults, good)}`);
  const caught = faults.filter(({ judgement }) => judgement.isCaught).length;
  if (caught < 0.95 * faults.length || good.some(({ alarms }) => alarms.length > 0)) process.exitCode = 1;
} finally {
  removeSmallDisks();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
