import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readYaml } from '../../packages/core/src/config/read-yaml.ts';
import { CONFIG_DOCUMENTS, ROOT } from './config-documents.ts';
import { configPage } from './config-page.ts';
import type { JsonSchema } from './schema-text.ts';

/** The text of every reference page, by its path in the repository. */
export async function configPages(): Promise<Record<string, string>> {
  const pages = await Promise.all(CONFIG_DOCUMENTS.map(async (document) => {
    const schema = JSON.parse(await readFile(join(ROOT, document.schemaFile), 'utf8')) as JsonSchema;
    const { document: shipped } = await readYaml(join(ROOT, document.shippedFile));
    return [`docs/configuration/${document.name}.md`, configPage(document, { schema, shipped })] as const;
  }));
  return Object.fromEntries(pages);
}
