import { existsSync, readdirSync } from 'node:fs';

// npm run example -- NAME: runs packages/examples/src/NAME.ts.
const folder = new URL('../packages/examples/src/', import.meta.url);
const name = process.argv.slice(2).find((argument) => argument !== '--') ?? '';
const program = new URL(`${name}.ts`, folder);
const programs = ['quickstart', 'kto-from-feedback'];
if (programs.includes(name) && existsSync(program)) await import(program.href);
else {
  console.error(`There is no example "${name}". There is: ${programs.filter((one) => readdirSync(folder).includes(`${one}.ts`)).join(', ')}.`);
  process.exitCode = 1;
}
