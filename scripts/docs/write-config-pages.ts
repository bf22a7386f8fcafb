// Writes docs/configuration/*.md from the schemas: npm run docs:config.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './config-documents.ts';
import { configPages } from './config-pages.ts';

for (const [file, text] of Object.entries(await configPages())) {
  await mkdir(dirname(join(ROOT, file)), { recursive: true });
  await writeFile(join(ROOT, file), text);
  console.log(`Written: ${file}`);
}
