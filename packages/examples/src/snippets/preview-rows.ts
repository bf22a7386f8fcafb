import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, formatPreview } from '@tuner/core';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const datasetFile = at('rows-preview.jsonl');
const models = join(tmpdir(), 'tuner-snippets', 'templates');
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const { pythonPath } = await tuner.ensureEnvironment('rtx');
execFileSync(pythonPath, [at('template_models.py'), at('../../../../Trainers'), models]);

async function show(modelName: string): Promise<string> {
  // #region preview
  const settings = { training: { max_seq_length: 256 } };
  const config = await tuner.loadConfig('rtx', 'sft', { datasetFile, modelName, settings });
  const preview = await tuner.previewDataset(config, { rows: 1 });
  return formatPreview(preview);
  // #endregion preview
}

const texts = await Promise.all(['llama3', 'qwen3', 'gemma'].map((name) => show(join(models, name))));
console.log(texts.join('\n').replaceAll(join(models, '/'), '').replaceAll(datasetFile, 'rows-preview.jsonl'));
