import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '@tuner/core';
import { describe, expect, test } from 'vitest';
import { RTXBackend } from '../src/index.ts';

const repoRoot = resolve(import.meta.dirname, '../../..');
const MODEL = 'unsloth/mistral-7b-instruct-v0.3-bnb-4bit';

/** A program that answers the probe as a Python with these findings would. */
function pythonThatSays(findings: readonly object[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tuner-python-')), 'python');
  const device = { kind: 'cuda', name: 'NVIDIA GeForce RTX 3090', memoryBytes: 25_769_803_776, bf16: true };
  const report = { python: '3.12.4', versions: { torch: '2.13.0' }, device, findings };
  writeFileSync(path, `#!${process.execPath}\nconsole.log(${JSON.stringify(JSON.stringify(report))})\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('RTXBackend', () => {
  test('instantiates with a repo root', async () => {
    const config = await new RTXBackend({ repoRoot }).loadConfig('sft');
    expect(config.trainerDir).toBe(join(repoRoot, 'Trainers', 'rtx3090_sft'));
  });

  test('has the right name', () => {
    expect(new RTXBackend({ repoRoot }).name).toBe('rtx');
  });

  test('lists [\'sft\',\'kto\']', () => {
    expect(new RTXBackend({ repoRoot }).getAvailableMethods()).toEqual(['sft', 'kto']);
  });

  test('loads sft', async () => {
    const config = await new RTXBackend({ repoRoot }).loadConfig('sft');
    expect(config).toMatchObject({ method: 'sft', modelName: MODEL, epochs: 3, batchSize: 6, learningRate: 2e-4 });
  });

  test('loads kto', async () => {
    const config = await new RTXBackend({ repoRoot }).loadConfig('kto');
    expect(config).toMatchObject({ method: 'kto', platform: 'rtx', objective: 'kto', epochs: 1, batchSize: 4 });
    expect(config.learningRate).toBeLessThan(1e-5);
  });

  test('unknown method is a ConfigurationError', async () => {
    const loading = new RTXBackend({ repoRoot }).loadConfig('dpo');
    await expect(loading).rejects.toBeInstanceOf(ConfigurationError);
    await expect(loading).rejects.toMatchObject({ code: 'METHOD_UNKNOWN', message: expect.stringContaining('sft, kto') });
  });

  test('missing config file is a ConfigurationError', async () => {
    const loading = new RTXBackend({ repoRoot }).loadConfig('sft', { configPath: '/no/such/config.yaml' });
    await expect(loading).rejects.toBeInstanceOf(ConfigurationError);
    await expect(loading).rejects.toMatchObject({ code: 'CONFIG_NOT_FOUND' });
  });

  test.skipIf(process.platform === 'win32')('validateEnvironment answers rightly', async () => {
    const backend = new RTXBackend({ repoRoot });
    const good = await backend.validateEnvironment({ pythonPath: pythonThatSays([]) });
    expect(good.isValid).toBe(true);
    expect(good.error).toBeUndefined();
    const noGpu = { code: 'GPU_NOT_FOUND', severity: 'error', message: 'CUDA is not available.', fix: 'Install the driver.' };
    const bad = await backend.validateEnvironment({ pythonPath: pythonThatSays([noGpu]) });
    expect(bad).toMatchObject({ isValid: false, findings: [{ code: 'GPU_NOT_FOUND' }] });
    expect(bad.error).toBe('CUDA is not available. Install the driver.');
    const missing = await backend.validateEnvironment({ pythonPath: '/no/such/python' });
    expect(missing.isValid).toBe(false);
    expect(missing.error).toContain('/no/such/python');
  });

  test('integration: shipped sft config has method sft, platform rtx, epochs > 0', async () => {
    const config = await new RTXBackend({ repoRoot }).loadConfig('sft');
    expect(config.method).toBe('sft');
    expect(config.platform).toBe('rtx');
    expect(config.epochs).toBeGreaterThan(0);
  });
});
