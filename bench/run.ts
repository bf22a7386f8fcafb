import { readdirSync } from 'node:fs';

// npm run bench -- NAME: runs bench/NAME.ts, which prints a table for docs/benchmarks.md.
const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const name = process.argv.slice(2).find((argument) => argument !== '--') ?? '';
if (names.includes(name)) await import(`./${name}.ts`);
else {
  console.error(`There is no benchmark "${name}". There is: ${names.join(', ')}.`);
  process.exitCode = 1;
}
