import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MacBackend } from '../src/index.ts';

async function launch(settings: object = {}, device: 'metal' | 'cpu' = 'cpu') {
  const backend = new MacBackend({ device });
  const config = await backend.loadConfig('mlx', { datasetFile: '/data/rows.jsonl', settings: settings as never });
  return { config, spec: await backend.createLaunchSpec(config) };
}

describe('a launch spec', () => {
  test('runs main.py in its folder, with the launch document', async () => {
    const { config, spec } = await launch();
    expect(spec.script).toBe(join(config.trainerDir, 'main.py'));
    expect(spec.workingDirectory).toBe(config.trainerDir);
    expect(spec.args).toEqual(['--launch', { role: 'launch' }]);
    expect(spec.prepare).toEqual(['--launch', { role: 'launch' }, '--prepare']);
    expect(spec.document).toEqual(config.settings);
  });

  test('keeps output flowing and the hub untold', async () => {
    expect((await launch()).spec.env).toMatchObject({ PYTHONUNBUFFERED: '1', HF_HUB_DISABLE_TELEMETRY: '1' });
  });

  test('names its inputs', async () => {
    expect((await launch()).spec.inputs).toEqual({ data: '/data/rows.jsonl' });
    const { spec } = await launch({ data: { evaluation_file: '/data/held-out.jsonl' } });
    expect(spec.inputs).toEqual({ data: '/data/rows.jsonl', evaluationData: '/data/held-out.jsonl' });
  });

  test('asks for an adapter in mlx-lm\'s form after LoRA', async () => {
    expect((await launch()).spec.requiredOutputs).toEqual([[
      { role: 'model', path: 'adapter_config.json' }, { role: 'model', path: 'adapters.safetensors' },
    ]]);
  });

  test('asks for a model, in one file or in several, after full fine-tuning', async () => {
    const { spec } = await launch({ training: { fine_tune_type: 'full' } });
    expect(spec.requiredOutputs.map((files) => files.map(({ path }) => path))).toEqual([
      ['config.json', 'model.safetensors'], ['config.json', 'model.safetensors.index.json'],
    ]);
  });

  test('takes Metal to itself, and on a CPU nothing', async () => {
    expect((await launch({}, 'metal')).spec.devices).toEqual(['metal']);
    expect((await launch({}, 'cpu')).spec.devices).toEqual([]);
  });

  test('carries the hash of the trainers', async () => {
    expect((await launch()).spec.assetsHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('needs a data set, and names its key', async () => {
    const backend = new MacBackend();
    await expect(backend.createLaunchSpec(await backend.loadConfig('mlx'))).rejects.toMatchObject({
      code: 'DATASET_NOT_SET', details: { key: 'data.dataset_path' },
      hint: expect.stringContaining('data.dataset_path'),
    });
  });
});

describe('the environment', () => {
  test.each(['metal', 'cpu'] as const)('for %s is the same, with a probe that knows the device', async (device) => {
    const spec = await new MacBackend({ device }).environment();
    expect(spec.name).toBe('mac-mlx');
    expect(spec.requirements).toMatch(/^mlx-lm==/m);
    expect(spec.requirements).toMatch(/^mlx-cpu==.*linux/m);
    expect(spec.requirements).not.toMatch(/^torch/m);
    expect(spec.probe.args).toEqual(['--device', device]);
  });

  test('asks the probe for the configuration\'s device', async () => {
    const backend = new MacBackend();
    const config = await backend.loadConfig('mlx', { settings: { system: { device: 'cpu' } } });
    expect((await backend.environment(config)).probe.args).toEqual(['--device', 'cpu']);
    expect((await backend.environment()).probe.args).toEqual(['--device', 'metal']);
  });
});
