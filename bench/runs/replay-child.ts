import { openRun } from '@tuner/core';

// Reads every event of a run in a process of its own; says the seconds, CPU seconds, and bytes that it grew by.
const [directory = ''] = process.argv.slice(2);
const run = await openRun(directory);
// What the first events bring with them is not of the replay: code is loaded and compiled.
for await (const event of run.events({ follow: false })) if (event.seq === 20_000) break;
const [before, begun, cpu] = [process.memoryUsage.rss(), performance.now(), process.cpuUsage()];
let [count, most, unknown] = [0, before, 0];
for await (const event of run.events({ follow: false })) {
  count += 1;
  if (event.type === 'unknown' || event.type === 'unreadable') unknown += 1;
  if (count % 10_000 === 0) most = Math.max(most, process.memoryUsage.rss());
}
const { user, system } = process.cpuUsage(cpu);
const seconds = (performance.now() - begun) / 1000;
console.log(JSON.stringify({ count, unknown, seconds, cpu: (user + system) / 1e6, grown: most - before }));
