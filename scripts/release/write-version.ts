import { readFileSync, writeFileSync } from 'node:fs';

// Brings the constant VERSION up to the package.json of core: a part of `npm run bump`.
const core = new URL('../../packages/core/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', core), 'utf8')) as { version: string };
const file = new URL('src/version.ts', core);
const text = readFileSync(file, 'utf8');
writeFileSync(file, text.replace(/(?<=VERSION = ').*(?=';)/, version));
