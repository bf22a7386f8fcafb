import type { ConfigDocument } from './config-documents.ts';
import { typeText, valueText, type JsonSchema } from './schema-text.ts';

/** What a page is made of, besides the document itself. */
export interface PageSources {
  readonly schema: JsonSchema;
  /** The shipped YAML file, read. */
  readonly shipped: Readonly<Record<string, unknown>>;
}

const HEAD = '| key | type and range | default | shipped file | what it does |\n|---|---|---|---|---|';

/** The reference page of one configuration: a table per section, a row per key. */
export function configPage(document: ConfigDocument, { schema, shipped }: PageSources): string {
  const entries = Object.entries(schema.properties ?? {});
  const sections = entries.filter(([, { properties }]) => properties);
  const single = entries.filter(([, { properties }]) => !properties);
  const tables = sections.map(([name, section]) => table(name, section, shipped[name] as object | undefined));
  const top: JsonSchema = { properties: Object.fromEntries(single), required: schema.required };
  if (single.length > 0) tables.push(table('At the top', top, shipped));
  return [introduction(document), ...tables].join('\n\n').concat('\n');
}

function introduction({ call, title, schemaFile, shippedFile, flat, pathKeys }: ConfigDocument): string {
  const names = Object.entries(flat).map(([name, key]) => `\`${name}\` is \`${key}\``);
  return `# ${title}

<!-- Written by \`npm run docs:config\` from ${schemaFile}: change the schema instead. -->

Every key of the configuration that \`${call}\` gives. How configurations work: [configuration](../configuration.md).

- The shipped file is [${shippedFile}](../../${shippedFile}). Where a file leaves a key out, its default holds.
- Short names of overrides: ${names.join(', ')}.
- Paths: ${pathKeys.map((key) => `\`${key}\``).join(', ')}. A relative one belongs to the folder of its file.
- Schema: [${schemaFile}](../../${schemaFile}).`;
}

function table(name: string, { properties = {}, required = [] }: JsonSchema, shipped: object = {}): string {
  const set = new Map(Object.entries(shipped));
  const rows = Object.entries(properties).map(([key, schema]) => {
    const value = set.has(key) ? valueText(set.get(key)) : '';
    const cells = [`\`${key}\``, typeText(schema), defaultText(schema, required.includes(key)), value];
    return `| ${[...cells, descriptionOf(`${name}.${key}`, schema)].map(escaped).join(' | ')} |`;
  });
  return `## ${name}\n\n${[HEAD, ...rows].join('\n')}`;
}

function defaultText(schema: JsonSchema, isRequired: boolean): string {
  if (schema.default !== undefined) return valueText(schema.default);
  return isRequired ? 'must be given' : 'not set';
}

/** @throws Error when a schema describes no effect: the page would have a hole. */
function descriptionOf(key: string, { description }: JsonSchema): string {
  if (description) return description;
  throw new Error(`${key} has no description: write one in its zod schema.`);
}

/** Text that ends no cell of a table. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
