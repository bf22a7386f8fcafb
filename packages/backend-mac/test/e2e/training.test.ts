import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTuner, formatPreview, type ConfigOverrides, type RunEvent, type RunHandle } from '@tuner/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { MacBackend, type MlxSettings } from '../../src/index.ts';
import { machineFacts } from '../../src/machine/machine-facts.ts';
import { missingWheels } from '../../src/machine/missing-wheels.ts';
import { file, ktoRows, sftRows } from './rows.ts';

// Real trainings of the tiny model, with the real MLX on the CPU, through the real supervisor.
const missing = missingWheels(machineFacts())?.reason;
const withMlx = (name: string) => (missing === undefined ? name : `${name} (skipped: ${missing})`);
const backend = new MacBackend({ device: 'cpu' });
const tuner = createTuner({ backends: [backend] });

type Settings = NonNullable<ConfigOverrides<MlxSettings>['settings']>;

function sft({ training, ...sections }: Settings = {}): ConfigOverrides<MlxSettings> {
  const short = {
    warmup_ratio: 0, lr_scheduler_type: 'constant', logging_steps: 1, save_steps: 4, eval_strategy: 'epoch',
    eval_on_start: true,
  } as const;
  return {
    modelName: 'builtin:tiny', datasetFile: file('sft.jsonl', sftRows(16)), epochs: 2, batchSize: 4, learningRate: 5e-3,
    settings: {
      model: { max_seq_length: 128, dtype: null }, data: { evaluation_file: file('held-out.jsonl', sftRows(8)) },
      ...sections, training: { gradient_checkpointing: false, ...short, ...training },
    },
  };
}

const kto = (settings: Settings = {}): ConfigOverrides<MlxSettings> => ({
  ...sft({ data: { evaluation_file: file('kto-held-out.jsonl', ktoRows(8)) }, ...settings }),
  datasetFile: file('kto.jsonl', ktoRows(16)), epochs: 3,
});

async function train(overrides: ConfigOverrides<MlxSettings>, options?: Parameters<typeof tuner.train>[1]) {
  const run = await tuner.train(await tuner.loadConfig('mac', 'mlx', overrides), options);
  const events: RunEvent[] = [];
  for await (const event of run.events()) events.push(event);
  const result = await run.result;
  return { run, events, result };
}

async function succeed(...args: Parameters<typeof train>) {
  const trained = await train(...args);
  if ('error' in trained.result) throw trained.result.error;
  if (trained.result.status !== 'succeeded') throw new Error(`The run was ${trained.result.status}.`);
  return { ...trained, result: trained.result };
}

const valuesOf = (events: readonly RunEvent[], name: string) =>
  events.flatMap((event) => (event.type === 'evaluation' && event.values[name] != null ? [event.values[name]] : []));

const unanswered = [{ messages: [{ role: 'user', content: 'only a question' }] }];

async function untilStep(run: RunHandle, step: number): Promise<void> {
  for await (const event of run.events()) if (event.type === 'progress' && event.step >= step) return;
}

describe.skipIf(missing !== undefined)(withMlx('trainings with MLX'), { timeout: 240_000 }, () => {
  let adapter: string;
  beforeAll(async () => { await tuner.ensureEnvironment('mac'); }, 600_000);

  test('the environment is valid for the CPU, and off Apple silicon not for Metal', async () => {
    const onCpu = await backend.validateEnvironment();
    expect(onCpu).toMatchObject({ isValid: true, findings: [], probe: { device: { kind: 'cpu' } } });
    if (process.platform === 'darwin') return;
    const onMetal = await new MacBackend().validateEnvironment();
    expect(onMetal).toMatchObject({ isValid: false, findings: [{ code: 'GPU_NOT_FOUND' }] });
  });

  test('SFT of a LoRA adapter: events while it happens, held-out loss falls, artifact is there', async () => {
    const evaluation = { sample_prompts: ['Paint it red'], max_new_tokens: 8 };
    const { events, result } = await succeed(sft({ evaluation, training: { objective: 'sft' } }));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.type === 'unknown' || event.type === 'unreadable')).toEqual([]);
    const losses = valuesOf(events, 'eval_loss');
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.9);
    expect(events.findLast((event) => event.type === 'progress')).toMatchObject({ step: 8, totalSteps: 8 });
    expect(events.filter((event) => event.type === 'sample').map((event) => event.step)).toEqual([0, 8]);
    expect(result.checkpoints.map(({ step }) => step)).toEqual([4, 8]);
    expect(result.artifact).toMatchObject({ kind: 'adapter', baseModel: 'builtin:tiny' });
    adapter = result.artifact.path;
    expect(existsSync(join(adapter, 'adapters.safetensors'))).toBe(true);
  });

  test('a preview shows the answers of a packed file that KTO judges, since both labels occur', async () => {
    const { datasetFile = '' } = kto();
    const packed = `${datasetFile}.gz`;
    writeFileSync(packed, gzipSync(readFileSync(datasetFile)));
    const preview = await tuner.previewDataset(await tuner.loadConfig('mac', 'mlx', { ...kto(), datasetFile: packed }), { rows: 2 });
    expect(preview).toMatchObject({ method: 'kto', maxLength: 128, lossOn: 'last_assistant', findings: [], checked: { rows: 16, used: 16 } });
    expect(preview.rows.map(({ label }) => label)).toEqual([false, true]);
    expect(formatPreview(preview, { color: false })).toContain('⟦no idea at all<|im_end|>⟧');
  });

  test('KTO, since both labels occur: recorded as kto, and the margin on held-out rows rises', async () => {
    const { run, events, result } = await succeed(kto());
    expect(result.artifact.kind).toBe('adapter');
    expect((await run.info()).record.objective).toBe('kto');
    const margins = valuesOf(events, 'eval_rewards/margins');
    expect(margins[0]).toBeCloseTo(0, 3);
    expect(margins.at(-1)).toBeGreaterThan(0.05);
  });

  test('KTO from the adapter of SFT', async () => {
    const { run, events } = await succeed(kto(), { from: adapter });
    expect((await run.info()).record.from).toBe(adapter);
    const margins = valuesOf(events, 'eval_rewards/margins');
    expect(margins.at(-1)).toBeGreaterThan((margins[0] ?? 0) + 0.05);
  });

  test('all weights, too', async () => {
    const full = { ...sft({ training: { fine_tune_type: 'full' } }), epochs: 1, learningRate: 1e-3 };
    expect((await succeed(full)).result.artifact.kind).toBe('model');
  });

  test('stop saves a checkpoint and ends', async () => {
    const run = await tuner.train(await tuner.loadConfig('mac', 'mlx', { ...sft(), epochs: 500 }));
    await untilStep(run, 2);
    const result = await run.stop();
    expect(result.status).toBe('stopped');
    expect(result.checkpoints.length).toBeGreaterThan(0);
    expect(await run.status()).toBe('stopped');
  });

  test('cancel ends without a checkpoint', async () => {
    const config = await tuner.loadConfig('mac', 'mlx', { ...sft({ training: { save_strategy: 'no' } }), epochs: 500 });
    const run = await tuner.train(config);
    await untilStep(run, 2);
    expect(await run.cancel()).toMatchObject({ status: 'cancelled', checkpoints: [] });
  });

  test.each([
    ['rows that cannot be used', { datasetFile: file('bad.jsonl', unanswered) }, /^DATASET_/, /line 1/],
    ['a model that is not there', { modelName: './no-such-model' }, /^MODEL_NOT_FOUND$/, /no-such-model/],
  ])('%s: a typed result, no exception', async (_, overrides, code, message) => {
    const { result } = await train({ ...sft(), ...overrides }, { preflight: 'off' });
    expect(result).toMatchObject({
      status: 'failed', error: { code: expect.stringMatching(code), message: expect.stringMatching(message) },
    });
  });

  test('Metal that is not there: a typed result', async ({ skip }) => {
    if (process.platform === 'darwin') skip();
    const metal = createTuner({ backends: [new MacBackend()] });
    const run = await metal.train(await metal.loadConfig('mac', 'mlx', sft()));
    expect(await run.result).toMatchObject({ status: 'failed', error: { code: 'GPU_NOT_FOUND' } });
  });

  test('execute resolves to the exit code', async () => {
    const oneStep = sft({ training: { max_steps: 1, eval_on_start: false } });
    const load = (changes: object) => backend.loadConfig('mlx', { ...oneStep, ...changes } as ConfigOverrides);
    expect(await backend.execute(await load({}))).toBe(0);
    expect(await backend.execute(await load({ datasetFile: file('broken.jsonl', [{ messages: 'none' }]) }))).toBe(3);
  });

  test('what a run was trained with is in its record', async () => {
    const datasetFile = file('one.jsonl', [{ ...sftRows(1)[0], label: true }, ...sftRows(7)]);
    const { run } = await succeed({ ...sft({ training: { max_steps: 1 } }), datasetFile });
    const config = JSON.parse(readFileSync(join(run.directory, 'config.json'), 'utf8'));
    expect(config).toMatchObject({ objective: 'sft', warnings: [{ key: 'training.objective' }] });
  });
});
