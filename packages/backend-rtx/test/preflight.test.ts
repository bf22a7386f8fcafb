import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner, type TrainOptions, type TunerError } from '@tuner/core';
import { fakeExecutor } from '@tuner/core/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { RTXBackend } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-preflight-'));
afterAll(async () => {
  await tuner.close();
  rmSync(folder, { recursive: true });
});
const home = join(folder, 'home');
const executor = fakeExecutor(async () => ({ outcome: 'finished', step: 1 }));
const tuner = createTuner({ home, backends: [new RTXBackend({ device: 'cpu' })], executor });

const row = (index: number, more: object = {}) => ({ prompt: `Say ${index}. `, completion: `${index}!`, ...more });
const good = [1, 2, 3, 4].map((index) => row(index));
const bad = { messages: [{ role: 'boss', content: 'Do it.' }, { role: 'assistant', content: 'Done.' }] };
let files = 0;

async function train(rows: readonly object[] | string, options: TrainOptions = {}, method: 'sft' | 'kto' = 'sft', modelName = 'builtin:tiny') {
  const datasetFile = join(folder, `rows-${files++}.jsonl`);
  writeFileSync(datasetFile, typeof rows === 'string' ? rows : rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return tuner.train(await tuner.loadConfig('rtx', method, { datasetFile, modelName }), options);
}

const refusal = (started: Promise<unknown>): Promise<TunerError> =>
  started.then(() => { throw new Error('It was started.'); }, (error: TunerError) => error);

async function warnings(started: ReturnType<typeof train>) {
  const run = await started;
  const events = await Array.fromAsync(run.events());
  return events.flatMap((event) => (event.type === 'warning' ? [event] : []));
}

describe('before anything is recorded', () => {
  test('a row that cannot be used is told with its line, place and fix, and the training goes on', async () => {
    const [first, ...others] = await warnings(train([...good, bad]));
    expect(first).toMatchObject({
      code: 'preflight_unknown_role', details: { issue: 'UNKNOWN_ROLE', line: 5, path: 'messages[0].role', count: 1 },
    });
    expect(first?.message).toMatch(/^rows-\d+\.jsonl: Line 5: messages\[0\]\.role is "boss", .*Use system, user, assistant or tool\.$/);
    expect(others).toEqual([]);
  });

  test.each<[string, readonly object[] | string, string, object]>([
    ['most rows', [good[0] ?? {}, bad, bad], 'DATASET_INVALID', { topic: 'MOSTLY_UNUSABLE', line: 2, path: 'messages[0].role' }],
    ['all rows', [bad, bad], 'DATASET_EMPTY', { topic: 'NO_USABLE_ROWS', line: 1, path: 'messages[0].role' }],
    ['a JSON array', JSON.stringify(good), 'DATASET_INVALID', { topic: 'NOT_JSON_LINES' }],
    ['nothing', '', 'DATASET_EMPTY', { topic: 'NO_ROWS' }],
    ['rows with label false', good.map((one) => ({ ...one, label: false })), 'DATASET_EMPTY', { issue: 'LEFT_OUT_BY_LABEL' }],
  ])('%s that cannot be used: an error, and no run', async (_, rows, code, details) => {
    const error = await refusal(train(rows));
    expect(error).toMatchObject({ name: 'DatasetError', code, details, hint: expect.any(String) });
    expect(existsSync(join(home, 'runs')) ? readdirSync(join(home, 'runs')).filter((name) => name.startsWith('.new')) : []).toEqual([]);
  });

  test('what is only likely to be wasted: an error, with warn a warning, with off nothing', async () => {
    const rows = good.map((one) => ({ ...one, label: true }));
    const error = await refusal(train(rows, {}, 'kto'));
    expect(error).toMatchObject({ code: 'DATASET_INVALID', details: { topic: 'ONE_LABEL_ONLY' } });
    expect(error.hint).toContain("preflight: 'warn'");
    expect(await warnings(train(rows, { preflight: 'warn' }, 'kto'))).toMatchObject([{ code: 'preflight_one_label_only' }]);
    expect(await warnings(train(rows, { preflight: 'off' }, 'kto'))).toEqual([]);
  });

  test('what cannot succeed is an error with warn, too', async () => {
    expect(await refusal(train([], { preflight: 'warn' }))).toMatchObject({ code: 'DATASET_EMPTY' });
    await expect((await train([bad], { preflight: 'off' })).result).resolves.toMatchObject({ status: 'succeeded' });
  });

  test('several problems are one error, those that are certain first', async () => {
    const error = await refusal(train(good.map((one) => ({ ...one, label: true })), {}, 'kto', './nowhere'));
    expect(error).toMatchObject({ code: 'MODEL_NOT_FOUND', details: { problems: [{ topic: 'MODEL' }, { topic: 'ONE_LABEL_ONLY' }] } });
    expect(error.message).toContain('(and 1 more)\n');
  });

  test('another word for preflight is refused', async () => {
    expect(await refusal(train(good, { preflight: 'no' as 'off' }))).toMatchObject({ code: 'CONFIG_INVALID', details: { option: 'preflight' } });
  });
});

describe('the model', () => {
  const model = (name: string, contents: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    for (const [file, text] of Object.entries(contents)) writeFileSync(join(path, file), text);
    return path;
  };
  const causal = JSON.stringify({ architectures: ['LlamaForCausalLM'], model_type: 'llama' });
  const header = JSON.stringify({ weight: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
  const weights = `${String.fromCharCode(header.length)}${'\0'.repeat(7)}${header}\0\0\0\0`;
  const whole = { 'config.json': causal, 'model.safetensors': weights, 'tokenizer.json': '{}', 'tokenizer_config.json': '{}' };

  test.each<[string, () => string, string, RegExp]>([
    ['a folder that is not there', () => join(folder, 'nowhere'), 'MODEL_NOT_FOUND', /neither a folder here nor a name/],
    ['a home that no shell replaces', () => '~/models/x', 'MODEL_NOT_FOUND', /~ is not replaced/],
    ['an address', () => 'https://huggingface.co/org/model', 'MODEL_NOT_FOUND', /address/],
    ['4 bits without CUDA', () => 'unsloth/mistral-7b-bnb-4bit', 'MODEL_UNSUITABLE', /4 bits for CUDA/],
    ['another built-in', () => 'builtin:small', 'MODEL_NOT_FOUND', /builtin:small/],
    ['an empty folder', () => model('empty', {}), 'MODEL_UNSUITABLE', /empty/],
    ['a folder of GGUF', () => model('gguf', { 'model.Q4_K_M.gguf': '' }), 'MODEL_UNSUITABLE', /GGUF is for running/],
    ['no weights', () => model('light', { 'config.json': causal, 'tokenizer.json': '{}' }), 'MODEL_UNSUITABLE', /no weights/],
    ['no tokenizer', () => model('dumb', { 'config.json': causal, 'model.safetensors': weights }), 'MODEL_UNSUITABLE', /no tokenizer/],
    ['weights that were cut off', () => model('torn', { ...whole, 'model.safetensors': weights.slice(0, -2) }), 'MODEL_UNSUITABLE', /cut off/],
    ['a pointer file', () => model('lfs', { ...whole, 'model.safetensors': 'version https://git-lfs.github.com/spec/v1\n' }), 'MODEL_UNSUITABLE', /git lfs pull/],
    ['a model of another kind', () => model('bert', { ...whole, 'config.json': '{"architectures":["BertForMaskedLM"],"model_type":"bert"}' }), 'MODEL_UNSUITABLE', /BertForMaskedLM/],
    ['an adapter without a base', () => model('adapter', { 'adapter_config.json': '{}' }), 'MODEL_NOT_FOUND', /does not say which model/],
  ])('%s is refused by name', async (_, path, code, words) => {
    const error = await refusal(train(good, {}, 'sft', path()));
    expect(error).toMatchObject({ name: 'ConfigurationError', code });
    expect(error.message).toMatch(words);
  });

  test('rows of turns need a chat template; texts do not', async () => {
    const path = model('plain', whole);
    const turns = { messages: [{ role: 'user', content: 'Go?' }, { role: 'assistant', content: 'Go.' }] };
    expect(await refusal(train([turns], {}, 'sft', path))).toMatchObject({ code: 'DATASET_INVALID', details: { topic: 'CHAT_TEMPLATE' } });
    await expect(train(good, {}, 'sft', path)).resolves.toBeDefined();
  });

  test('one of the hub is left to the trainer', async () => {
    await expect(train(good, {}, 'sft', 'org/model')).resolves.toBeDefined();
  });
});
