import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner, formatPreview, openRun, type ConfigOverrides, type RunEvent, type RunHandle } from '@tuner/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { RTXBackend, type KtoSettings, type SftSettings } from '../../src/index.ts';

// Real trainings of the tiny model, with the real TRL, through the real supervisor.
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const folder = mkdtempSync(join(tmpdir(), 'tuner-e2e-'));
const colours = ['red', 'blue', 'green', 'grey', 'pink', 'black', 'white', 'amber'];

const file = (name: string, rows: readonly object[]) => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
};
const chat = (colour: string, answer: string) => [{ role: 'user', content: `Paint it ${colour}` }, { role: 'assistant', content: answer }];
const sftRows = (count: number) => Array.from({ length: count }, (_, i) => ({ messages: chat(colours[i % 8]!, `paint("${colours[i % 8]}")`) }));
const ktoRows = (count: number) => Array.from({ length: count }, (_, i) => {
  const colour = colours[i % 8]!;
  return { messages: chat(colour, i % 2 ? `paint("${colour}")` : 'no idea at all'), label: i % 2 === 1 };
});

const training = {
  gradient_accumulation_steps: 1, save_steps: 8, logging_steps: 1, optim: 'adamw_torch_fused', gradient_checkpointing: false,
  warmup_ratio: 0, dataloader_pin_memory: false, bf16: false, lr_scheduler_type: 'constant', eval_on_start: true,
  eval_strategy: 'epoch',
} as const;
const sft = (settings: ConfigOverrides<SftSettings>['settings'] = {}): ConfigOverrides<SftSettings> => ({
  modelName: 'builtin:tiny', datasetFile: file('sft.jsonl', sftRows(32)), epochs: 2, batchSize: 4, learningRate: 5e-3,
  settings: {
    model: { load_in_4bit: false }, dataset: { evaluation_file: file('held-out.jsonl', sftRows(8)) }, ...settings,
    training: { ...training, max_seq_length: 128, ...settings.training },
  },
});
const kto: ConfigOverrides<KtoSettings> = {
  modelName: 'builtin:tiny', datasetFile: file('kto.jsonl', ktoRows(32)), epochs: 3, batchSize: 4, learningRate: 5e-3,
  settings: {
    model: { load_in_4bit: false }, dataset: { evaluation_file: file('kto-held-out.jsonl', ktoRows(8)) },
    training: { ...training, max_length: 128 },
  },
};

async function eventsOf(run: RunHandle): Promise<RunEvent[]> {
  const list: RunEvent[] = [];
  for await (const event of run.events()) list.push(event);
  return list;
}
const valuesOf = (events: readonly RunEvent[], name: string) =>
  events.flatMap((event) => (event.type === 'evaluation' && event.values[name] != null ? [event.values[name]] : []));

beforeAll(async () => { await tuner.ensureEnvironment('rtx'); }, 600_000);

test('a preview shows the tokens that SFT learns and cuts, and what is wrong, before anything is recorded', async () => {
  const rows = [...sftRows(2), { messages: chat('red', 'a long answer '.repeat(20)) }, { messages: [{ role: 'user', content: 'Paint it' }] }];
  const datasetFile = file('preview.jsonl', rows);
  const config = await tuner.loadConfig('rtx', 'sft', { ...sft({ training: { max_seq_length: 60 } }), datasetFile });
  const before = await tuner.runs.list();
  const preview = await tuner.previewDataset(config, { rows: 4 });
  expect(preview).toMatchObject({ file: datasetFile, model: 'builtin:tiny', method: 'sft', maxLength: 60, lossOn: 'assistant' });
  const learned = preview.rows.map(({ tokens }) => tokens.filter(({ state }) => state === 'supervised').map(({ text }) => text).join(''));
  expect(learned.slice(0, 2)).toEqual(['paint("red")<|im_end|>', 'paint("blue")<|im_end|>']);
  expect(preview.rows.map(({ line, cut, leftOut }) => [line, cut > 0, leftOut?.code])).toEqual([
    [1, false, undefined], [2, false, undefined], [3, true, undefined], [4, false, 'NO_ASSISTANT_TURN'],
  ]);
  expect(preview.findings.map(({ code, details }) => [code, details['lines']])).toEqual([['rows_left_out', undefined], ['rows_cut', [3]]]);
  expect(formatPreview(preview, { color: false })).toContain('⟦paint("red")<|im_end|>⟧');
  expect(await tuner.runs.list()).toEqual(before);
}, 60_000);

describe('sft', { timeout: 120_000 }, () => {
  let adapter: string;

  test('trains a LoRA adapter: events while it happens, held-out loss falls, artifact is there', async () => {
    const run = await tuner.train(await tuner.loadConfig('rtx', 'sft', sft({ evaluation: { sample_prompts: ['Paint it red'], max_new_tokens: 12 } })));
    const events = await eventsOf(run);
    const result = await run.result;
    if ('error' in result) throw result.error;
    expect(result.status).toBe('succeeded');
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.type === 'unknown' || event.type === 'unreadable')).toEqual([]);
    const losses = valuesOf(events, 'eval_loss');
    expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.9);
    expect(events.findLast((event) => event.type === 'progress')).toMatchObject({ step: 16, totalSteps: 16 });
    expect(events.filter((event) => event.type === 'sample').map((event) => event.step)).toEqual([0, 16]);
    expect(result.checkpoints.map(({ step }) => step)).toEqual([8, 16]);
    if (result.status === 'succeeded') adapter = result.artifact.path;
    expect(existsSync(join(adapter, 'adapter_model.safetensors'))).toBe(true);
  });

  test('another process reads the same events from the folder alone', async () => {
    const [newest] = await tuner.runs.list();
    const reader = await openRun(newest!.directory);
    const here: RunEvent[] = [];
    for await (const event of reader.events()) here.push(event);
    const script = `import { openRun } from '@tuner/core'; let n = 0; let last;
      for await (const e of (await openRun(process.argv[1])).events()) { n += 1; last = e.type; } console.log(n, last);`;
    const args = ['--conditions=@tuner/source', '--input-type=module', '-e', script, newest!.directory];
    const root = new URL('../../', import.meta.url);
    expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim()).toBe(`${here.length} run.ended`);
  });

  test('goes on from an adapter with KTO: the margin on held-out rows rises', async () => {
    const run = await tuner.train(await tuner.loadConfig('rtx', 'kto', kto), { from: adapter });
    const events = await eventsOf(run);
    const result = await run.result;
    if ('error' in result) throw result.error;
    const margins = valuesOf(events, 'eval_rewards/margins');
    expect(margins.at(-1)).toBeGreaterThan((margins[0] ?? 0) + 0.1);
    expect(result).toMatchObject({ status: 'succeeded', artifact: { kind: 'adapter' } });
  });

  test('trains all weights, too', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { ...sft({ training: { fine_tune_type: 'full' } }), epochs: 1, learningRate: 1e-3 });
    const result = await (await tuner.train(config)).result;
    if ('error' in result) throw result.error;
    expect(result).toMatchObject({ status: 'succeeded', artifact: { kind: 'model' } });
  });

  test('stop saves a checkpoint and ends', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { ...sft(), epochs: 500 });
    const run = await tuner.train(config);
    for await (const event of run.events()) if (event.type === 'progress' && event.step >= 2) break;
    const result = await run.stop();
    expect(result.status).toBe('stopped');
    expect(result.checkpoints.length).toBeGreaterThan(0);
    expect(await run.status()).toBe('stopped');
  });

  test('cancel ends without a checkpoint', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { ...sft({ training: { save_strategy: 'no' } }), epochs: 500 });
    const run = await tuner.train(config);
    for await (const event of run.events()) if (event.type === 'progress' && event.step >= 2) break;
    expect(await run.cancel()).toMatchObject({ status: 'cancelled', checkpoints: [] });
  });
});

describe('a training that fails is a result', { timeout: 120_000 }, () => {
  const unchecked = { preflight: 'off' } as const;

  test('rows that cannot be used: the line and the reason', async () => {
    const datasetFile = file('bad.jsonl', [{ messages: [{ role: 'user', content: 'only a question' }] }]);
    const result = await (await tuner.train(await tuner.loadConfig('rtx', 'sft', { ...sft(), datasetFile }), unchecked)).result;
    expect(result).toMatchObject({ status: 'failed', error: { code: expect.stringMatching(/^DATASET_/), message: expect.stringMatching(/line 1/) } });
  });
  test('a model that is not there', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { ...sft(), modelName: './no-such-model' });
    expect(await (await tuner.train(config, unchecked)).result).toMatchObject({ status: 'failed', error: { code: 'MODEL_NOT_FOUND' } });
  });
  test('4-bit weights on a CPU: names the model to use instead', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { ...sft(), modelName: 'unsloth/mistral-7b-instruct-v0.3-bnb-4bit' });
    const result = await (await tuner.train(config, unchecked)).result;
    expect(result).toMatchObject({ status: 'failed', error: { code: 'MODEL_UNSUITABLE', message: expect.stringContaining('unsloth/mistral-7b-instruct-v0.3') } });
  });
  test('a learning rate that destroys the model', async () => {
    const config = await tuner.loadConfig('rtx', 'sft', { ...sft({ training: { max_grad_norm: 0 } }), learningRate: 1e12, epochs: 4 });
    expect(await (await tuner.train(config)).result).toMatchObject({ status: 'failed', error: { code: 'NON_FINITE' } });
  });
});

test('execute resolves to the exit code', { timeout: 120_000 }, async () => {
  const backend = new RTXBackend({ device: 'cpu' });
  const datasetFile = file('broken.jsonl', [{ messages: 'none' }]);
  expect(await backend.execute(await backend.loadConfig('sft', { ...sft(), datasetFile } as ConfigOverrides))).toBe(3);
});
