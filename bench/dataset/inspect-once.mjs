// One inspection in a process of its own: what it takes from the call on, and the most memory that the process had.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [file, what] = process.argv.slice(2);
const { inspectDataset } = await import('../../packages/core/dist/index.js');
const started = performance.now();
const before = process.cpuUsage();
let first = null;
let rows = 0;

if (what === 'readline') {
  for await (const line of createInterface({ input: createReadStream(file) })) if (JSON.parse(line)) rows += 1;
} else {
  const onIssue = () => {
    first ??= performance.now() - started;
  };
  ({ rows } = await inspectDataset({ file, method: 'kto' }, { onIssue, nearDuplicates: what === 'near' }));
}

const { user, system } = process.cpuUsage(before);
const figures = { wall: performance.now() - started, cpu: (user + system) / 1000, first, rows };
console.log(JSON.stringify({ ...figures, peak: process.resourceUsage().maxRSS * 1024 }));
