// Gives every reader of this library inputs that chance makes: npm run fuzz -- --seconds 120 --seed 1
import { parseArgs } from 'node:util';
import { runTarget } from './run-target.ts';
import { TARGETS } from './targets/index.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const targets = TARGETS.filter(({ name }) => name.includes(values.only));
const milliseconds = (Number(values.seconds) * 1000) / Math.max(1, targets.length);
let failures = 0;
for (const target of targets) {
  const { tried, failure } = await runTarget(target, { seed, milliseconds });
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${target.name}: ${tried} inputs`);
  if (failure === undefined) continue;
  failures += 1;
  console.log(failure);
}
console.log(`fuzz: ${targets.length - failures} of ${targets.length} readers gave a value or a typed error, seed ${seed}`);
process.exitCode = failures > 0 ? 1 : 0;
