import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from './corpus/index.ts';
import { lastLine, tableOfFaults } from './run/report.ts';
import { tryFaults } from './run/try-all.ts';
const t = await tryFaults(FAULTS.filter(({ expected: { by } }) => by === undefined), { folder: mkdtempSync(join(tmpdir(), 'tuner-faults-')), onTried(trial, said) { if (process.argv[2]) console.log(trial.name, JSON.stringify(said, null, 1)); } }, true);
console.log(tableOfFaults(t));
console.log(lastLine(t, []));
