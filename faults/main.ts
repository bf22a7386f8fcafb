// Tries every fault and every good configuration: npm run faults -- --only data --lanes 2
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

const { values } = parseArgs({ options: { only: { type: 'string' }, lanes: { type: 'string', default: '2' }, said: { type: 'boolean' } } });
const { only } = values;
const isWanted = (name: string, area: string) => only === undefined || area === only || name.includes(only);
const folder = mkdtempSync(join(tmpdir(), 'tuner-faults-'));
const options = {
  folder, lanes: Number(values.lanes),
  onTried: (trial: { name: string }, said: readonly { code: string; text: string }[]) => {
    if (!values.said) return;
    console.log(`\n# ${trial.name}\n${said.map(({ code, text }) => `${code}: ${text}`).join('\n')}`);
  },
};
try {
  const wanted = FAULTS.filter(({ name, area, on }) => isHere(on) && isWanted(name, area));
  const faults = await tryFaults(wanted, options);
  console.log(tableOfFaults(faults));
  const good = await tryGood(GOOD.filter(({ name, on }) => isHere(on) && isWanted(name, 'good')), options);
  console.log(`\n${tableOfGood(good)}\n\n${lastLine(faults, good)}`);
  const caught = faults.filter(({ judgement }) => judgement.isCaught).length;
  if (caught < 0.95 * faults.length || good.some(({ alarms }) => alarms.length > 0)) process.exitCode = 1;
} finally {
  removeSmallDisks();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
