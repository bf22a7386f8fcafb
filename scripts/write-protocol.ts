// Writes the JSON Schemas of protocol and configurations from their zod schemas; --check only compares.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protocolFiles } from './protocol-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const stale: string[] = [];

for (const [file, text] of Object.entries(protocolFiles())) {
  const path = join(root, file);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) continue;
  stale.push(file);
  if (isCheck) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

if (isCheck && stale.length > 0) {
  console.error(`Not what the zod schemas say: ${stale.join(', ')}. Run: npm run protocol`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `Written: ${stale.join(', ')}` : 'Every schema is fresh.');
}
