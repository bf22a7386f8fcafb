// Kills runs at random moments and judges what is left of them: npm run soak -- --kills 1000 --seed 1
import { parseArgs } from 'node:util';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    lanes: { type: 'string', default: '6' },
    real: { type: 'string', default: '0' },
  },
});
const [kills = 0, seed = 0, lanes = 0, real = 0] = [values.kills, values.seed, values.lanes, values.real].map(Number);
const started = performance.now();
const counts = await soak({ kills, seed, lanes, real, say: (line) => console.log(line) });
console.log(counts.sentence(seed, Math.round((performance.now() - started) / 1000)));
process.exitCode = counts.isClean ? 0 : 1;
