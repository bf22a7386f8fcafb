import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentSource } from '../../src/config/config-spec.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { unknownMethod } from '../../src/config/unknown-method.ts';
import { exampleSpec, folderWith } from './example-spec.ts';

async function sourceOf(text: string, settings: object): Promise<DocumentSource & { readonly folder: string }> {
  const configPath = join(folderWith({ 'a.yaml': text }), 'a.yaml');
  let seen: DocumentSource | undefined;
  await readConfig(exampleSpec({ prepare: (document, source) => ((seen = source), document) }), { configPath, settings });
  if (!seen) throw new Error('prepare was not called');
  return { ...seen, folder: dirname(configPath) };
}

test('a back end can resolve keys that depend on others before they are checked', async () => {
  const spec = exampleSpec({ prepare: (document) => ({ ...document, training: { epochs: 7 } }) });
  expect((await readConfig(spec)).epochs).toBe(7);
});

test('it learns what the user set, and which folder a path belongs to', async () => {
  const source = await sourceOf('model: {name: x}\ndata: {file: a}\n', { training: { slow: true } });
  expect(['data.file', 'training.slow', 'training.fast'].map(source.isSet)).toEqual([true, true, false]);
  expect(source.folderOf('data.file')).toBe(source.folder);
  expect(source.folderOf('training.slow')).toBe(process.cwd());
});

test('an unknown method names those that exist, and the one that was meant', () => {
  const error = unknownMethod('rtx', 'stf', ['sft', 'kto']);
  expect(error).toMatchObject({ code: 'METHOD_UNKNOWN', name: 'ConfigurationError', details: { method: 'stf', known: ['sft', 'kto'] } });
  expect(error.message).toBe('Back end "rtx" has no method "stf". There is: sft, kto.');
});
