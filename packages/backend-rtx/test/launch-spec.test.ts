import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RTXBackend, type RtxMethod } from '../src/index.ts';

async function launch(method: RtxMethod, settings: object = {}, device: 'cuda' | 'cpu' = 'cpu') {
  const backend = new RTXBackend({ device });
  const config = await backend.loadConfig(method, { datasetFile: '/data/rows.jsonl', settings: settings as never });
  return { config, spec: await backend.createLaunchSpec(config) };
}

describe('a launch spec', () => {
  test.each<RtxMethod>(['sft', 'kto'])('runs train_%s.py in its folder, with the launch document', async (method) => {
    const { config, spec } = await launch(method);
    expect(spec.script).toBe(join(config.trainerDir, `train_${method}.py`));
    expect(spec.workingDirectory).toBe(config.trainerDir);
    expect(spec.args).toEqual(['--launch', { role: 'launch' }]);
    expect(spec.prepare).toEqual(['--launch', { role: 'launch' }, '--prepare']);
    expect(spec.document).toEqual(config.settings);
  });

  test('keeps output flowing and the hub untold', async () => {
    expect((await launch('sft')).spec.env).toMatchObject({ PYTHONUNBUFFERED: '1', HF_HUB_DISABLE_TELEMETRY: '1' });
  });

  test('names its inputs', async () => {
    expect((await launch('sft')).spec.inputs).toEqual({ data: '/data/rows.jsonl' });
    const { spec } = await launch('sft', { dataset: { evaluation_file: '/data/held-out.jsonl' } });
    expect(spec.inputs).toEqual({ data: '/data/rows.jsonl', evaluationData: '/data/held-out.jsonl' });
  });

  test('asks for an adapter after LoRA', async () => {
    const { spec } = await launch('sft');
    expect(spec.requiredOutputs).toEqual([[
      { role: 'model', path: 'adapter_config.json' }, { role: 'model', path: 'adapter_model.safetensors' },
    ]]);
  });

  test('asks for a model, in one file or in several, after full fine-tuning', async () => {
    const { spec } = await launch('sft', { training: { fine_tune_type: 'full' } });
    expect(spec.requiredOutputs.map((files) => files.map(({ path }) => path))).toEqual([
      ['config.json', 'model.safetensors'], ['config.json', 'model.safetensors.index.json'],
    ]);
  });

  test('takes the GPU, and on a CPU nothing', async () => {
    expect((await launch('sft', {}, 'cuda')).spec.devices).toEqual(['cuda:0']);
    expect((await launch('sft', {}, 'cpu')).spec.devices).toEqual([]);
  });

  test('carries the hash of the trainers', async () => {
    expect((await launch('sft')).spec.assetsHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('needs a data set', async () => {
    const backend = new RTXBackend();
    const config = await backend.loadConfig('sft');
    await expect(backend.createLaunchSpec(config)).rejects.toMatchObject({ code: 'DATASET_NOT_SET' });
  });
});

describe('the environment', () => {
  test('with Unsloth it has the versions that Unsloth admits, on a GPU only', async () => {
    const spec = await new RTXBackend({ unsloth: true }).environment();
    expect(spec.name).toBe('rtx-unsloth');
    expect(spec.requirements).toMatch(/^unsloth==/m);
    expect(spec.requirements).toMatch(/^trl==1\.14\./m);
    expect((await new RTXBackend({ unsloth: true, device: 'cpu' }).environment()).name).toBe('rtx-cpu');
  });

  test.each(['cuda', 'cpu'] as const)('for %s has locked requirements and a probe of its own', async (device) => {
    const spec = await new RTXBackend({ device }).environment();
    expect(spec.name).toBe(`rtx-${device}`);
    expect(spec.requirements).toMatch(/^trl==/m);
    expect(spec.requirements).toMatch(/^torch==/m);
    expect(spec.probe.args).toEqual(['--device', device]);
    expect(spec.cpuBuilds).toEqual(device === 'cpu' ? ['torch'] : undefined);
  });

  test('is that of the configuration\'s device', async () => {
    const backend = new RTXBackend();
    const config = await backend.loadConfig('sft', { settings: { system: { device: 'cpu' } } });
    expect((await backend.environment(config)).name).toBe('rtx-cpu');
    expect((await backend.environment()).name).toBe('rtx-cuda');
  });
});
