import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner, formatPlan, overrideConfig, type ConfigOverrides } from '@tuner/core';
import { describe, expect, test } from 'vitest';
import { RTXBackend, type KtoSettings, type SftSettings } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-plan-'));
const tuner = createTuner({ backends: [new RTXBackend()], home: join(folder, 'home') });
const MISTRAL = {
  model_type: 'mistral', hidden_size: 4096, intermediate_size: 14_336, num_hidden_layers: 32, num_attention_heads: 32,
  num_key_value_heads: 8, vocab_size: 32_768, tie_word_embeddings: false,
};
const modelName = join(folder, 'mistral');
mkdirSync(modelName);
writeFileSync(join(modelName, 'config.json'), JSON.stringify(MISTRAL));
const datasetFile = join(folder, 'rows.jsonl');
// 9,000 characters: more than 2048 tokens, however they are counted.
const row = (index: number) => ({ messages: [{ role: 'user', content: 'Count.' }, { role: 'assistant', content: `number ${index} `.repeat(1000) }] });
writeFileSync(datasetFile, Array.from({ length: 240 }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''));

const sft = (settings: ConfigOverrides<SftSettings>['settings'] = {}) => tuner.loadConfig('rtx', 'sft', { modelName, datasetFile, settings });
const kto = (settings: ConfigOverrides<KtoSettings>['settings'] = {}) => tuner.loadConfig('rtx', 'kto', { modelName, datasetFile, settings });
const GB24 = { memoryBytes: 24e9 };
const OFF = { lora: { use_gradient_checkpointing: false }, training: { gradient_checkpointing: false } } as const;

describe('plan', () => {
  test('the shipped configuration fits the 24 GB that it is made for', async () => {
    const plan = await tuner.plan(await sft(), GB24);
    expect(plan).toMatchObject({ fits: true, model: { parameters: 7_248_023_552, trainedParameters: 83_886_080 } });
    expect(plan.steps).toMatchObject({ rows: 240, longestTokens: 2048, stepsPerEpoch: 10, totalSteps: 30, tokensPerEpoch: 240 * 2048 });
    expect(plan.memory?.parts.weights).toBeGreaterThan(4.5e9);
    expect(plan.memory?.parts.weights).toBeLessThan(4.8e9);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['TIME_UNKNOWN', 'ROWS_CUT']);
  });
  test('without checkpointing it does not; the first suggestion says what to change and what that saves', async () => {
    const config = await sft(OFF);
    const plan = await tuner.plan(config, GB24);
    expect(plan.fits).toBe(false);
    expect(plan.warnings[0]?.code).toBe('MEMORY_SHORT');
    const [first] = plan.suggestions;
    expect(first?.effect).toMatch(/^(per_device_train_batch_size 6 → \d|gradient_checkpointing false → true): −\d+(\.\d)? GB$/);
    const after = await tuner.plan(overrideConfig(config, first?.overrides ?? {}), GB24);
    expect(after.fits).toBe(true);
  });
  test('what changes the result comes after what does not', async () => {
    const { suggestions } = await tuner.plan(await sft(OFF), GB24);
    const titles = suggestions.map(({ effect = '' }) => effect.split(' ')[0]);
    expect(titles).toEqual(['gradient_checkpointing', 'per_device_train_batch_size', 'max_seq_length'].filter((name) => titles.includes(name)));
  });
  test('more weights than memory: full training suggests an adapter', async () => {
    const plan = await tuner.plan(await sft({ model: { load_in_4bit: false }, training: { fine_tune_type: 'full' } }), GB24);
    expect(plan.memory?.parts).toMatchObject({ weights: 4 * 7_248_023_552, adapter: 0 });
    expect(plan.suggestions.map(({ effect }) => effect)).toContainEqual(expect.stringMatching(/^fine_tune_type full → lora: −/));
  });
  test('KTO trained in full keeps a second model only where nothing is computed before', async () => {
    const full = { fine_tune_type: 'full' } as const;
    const once = await tuner.plan(await kto({ model: { load_in_4bit: false }, training: full }), GB24);
    const twice = await tuner.plan(await kto({ model: { load_in_4bit: false }, training: { ...full, precompute_ref_log_probs: false } }), GB24);
    expect(twice.memory?.parts.weights).toBe(2 * (once.memory?.parts.weights ?? 0));
  });
  test('a model that is not here, and rows that are not: typed, and the rest is planned', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { modelName: 'nobody/nothing-7b', datasetFile: join(folder, 'no.jsonl') });
    const plan = await tuner.plan(config, GB24);
    expect(plan).toMatchObject({ memory: null, steps: null, fits: null, suggestions: [], model: { parameters: null } });
    expect(plan.warnings.map(({ code }) => code)).toEqual(['MODEL_NOT_HERE', 'DATASET_UNKNOWN']);
  });
  test('as text: every part, what is wrong, and what to try', async () => {
    const text = formatPlan(await tuner.plan(await sft(OFF), GB24));
    for (const part of ['weights', 'adapter', 'optimizer', 'activations']) expect(text).toMatch(new RegExp(`^ {2}${part} *\\d`, 'm'));
    expect(text).toMatch(/^Memory {7}\d+(\.\d)? GB of 24\.0 GB on cuda: does not fit/m);
    expect(text).toMatch(/^! MEMORY_SHORT: /m);
    expect(text).toMatch(/^Try {10}\S+ .*: −/m);
  });
});

describe('autofit', () => {
  const rowsOf = (config: { settings: SftSettings | KtoSettings }) =>
    config.settings.training.per_device_train_batch_size * config.settings.training.gradient_accumulation_steps;

  test('what fits and is the fastest stays as it is', async () => {
    const config = await sft(OFF);
    const fitted = await tuner.autofit(config, { memoryBytes: 900e9 });
    const again = await tuner.autofit(fitted.config, { memoryBytes: 900e9 });
    expect(again.changes).toEqual([]);
    expect(again.config).toBe(fitted.config);
  });
  test.each([10e9, 16e9, 24e9, 48e9, 80e9])('%i bytes: it fits, and learns the same', async (memoryBytes) => {
    const config = await sft(OFF);
    const { config: fitted, plan, changes } = await tuner.autofit(config, { memoryBytes });
    expect(plan.fits).toBe(true);
    expect(plan.memory?.peakBytes).toBeLessThan(0.9 * memoryBytes);
    expect(rowsOf(fitted)).toBe(rowsOf(config));
    expect(fitted.epochs).toBe(config.epochs);
    expect(fitted.settings.lora.r).toBe(config.settings.lora.r);
    expect(fitted.settings.training.max_seq_length).toBe(config.settings.training.max_seq_length);
    for (const { reason, effect } of changes) expect(`${reason}${effect}`).toMatch(/\. ?\S+ .* → .*: [+−]?\d/);
  });
  test('more memory is never slower: activations are kept, batches are larger', async () => {
    const fitted = await Promise.all([10e9, 24e9, 80e9].map((memoryBytes) => sft().then((config) => tuner.autofit(config, { memoryBytes }))));
    const sizes = fitted.map(({ config: { settings: { training } } }) => training.per_device_train_batch_size * (training.gradient_checkpointing ? 1 : 100));
    expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
  });
  test('KTO keeps the rows that are compared with each other, unless it may change them', async () => {
    const small = { memoryBytes: 9e9 };
    const kept = await tuner.autofit(await kto(OFF), small);
    expect(kept.config.settings.training.per_device_train_batch_size).toBe(4);
    const changed = await tuner.autofit(await kto(OFF), { ...small, memoryBytes: 7.5e9, allow: ['pairs'] });
    expect(changed.config.settings.training.per_device_train_batch_size).toBe(2);
  });
  test('what changes the result is left alone, and touched where that is allowed', async () => {
    const sixteenBits = { model: { load_in_4bit: false } };
    const asked = await tuner.autofit(await sft(sixteenBits), { memoryBytes: 12e9 });
    expect(asked.plan.fits).toBe(false);
    expect(asked.config.settings.model.load_in_4bit).toBe(false);
    const allowed = await tuner.autofit(await sft(sixteenBits), { memoryBytes: 12e9, allow: ['length', 'quantization'] });
    expect(allowed.plan.fits).toBe(true);
    expect(allowed.config.settings.model.load_in_4bit).toBe(true);
    // Quantization was enough.
    expect(allowed.config.settings.training.max_seq_length).toBe(2048);
    expect(allowed.changes[0]?.effect).toMatch(/^load_in_4bit false → true: −/);
  });
  test('a model, a memory or an option that is not known is a typed error', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { modelName: 'nobody/nothing-7b', datasetFile });
    await expect(tuner.autofit(config, GB24)).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED', hint: expect.stringContaining('hf download') });
    await expect(tuner.autofit(await sft(), { allow: ['epochs' as never] })).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { option: 'allow' } });
  });
});
