import { join, resolve } from 'node:path';
import { ConfigurationError } from '@tuner/core';
import { describe, expect, test } from 'vitest';
import { MacBackend } from '../src/index.ts';
import { machineFacts } from '../src/machine/machine-facts.ts';
import { machineFinding } from '../src/machine/machine-finding.ts';
import { pythonThatSays } from './python-that-says.ts';

const repoRoot = resolve(import.meta.dirname, '../../..');

describe('MacBackend', () => {
  test('instantiates with a repo root', async () => {
    const config = await new MacBackend({ repoRoot }).loadConfig('mlx');
    expect(config.trainerDir).toBe(join(repoRoot, 'Trainers', 'mistral_lora_mac'));
  });

  test('has the right name', () => {
    expect(new MacBackend({ repoRoot }).name).toBe('mac');
  });

  test('lists [\'mlx\']', () => {
    expect(new MacBackend({ repoRoot }).getAvailableMethods()).toEqual(['mlx']);
  });

  test('loads mlx', async () => {
    const config = await new MacBackend({ repoRoot }).loadConfig('mlx');
    expect(config).toMatchObject({
      method: 'mlx', modelName: 'mistralai/Mistral-7B-Instruct-v0.3', epochs: 2, batchSize: 8, learningRate: 1e-6,
    });
  });

  test('unknown method is a ConfigurationError', async () => {
    const loading = new MacBackend({ repoRoot }).loadConfig('sft');
    await expect(loading).rejects.toBeInstanceOf(ConfigurationError);
    const message: unknown = expect.stringContaining('There is: mlx');
    await expect(loading).rejects.toMatchObject({ code: 'METHOD_UNKNOWN', message });
  });

  test('missing config file is a ConfigurationError', async () => {
    const loading = new MacBackend({ repoRoot }).loadConfig('mlx', { configPath: '/no/such/config.yaml' });
    await expect(loading).rejects.toBeInstanceOf(ConfigurationError);
    await expect(loading).rejects.toMatchObject({ code: 'CONFIG_NOT_FOUND' });
  });

  test.skipIf(process.platform === 'win32')('validateEnvironment answers rightly', async () => {
    const pythonPath = pythonThatSays([]);
    const onMetal = await new MacBackend({ repoRoot }).validateEnvironment({ pythonPath });
    const { platform, arch } = machineFacts();
    const isAppleSilicon = platform === 'darwin' && arch === 'arm64';
    expect(onMetal.isValid).toBe(isAppleSilicon);
    if (!isAppleSilicon) {
      expect(onMetal.findings).toMatchObject([{ code: 'GPU_NOT_FOUND', severity: 'error' }]);
      expect(onMetal.error).toContain('Apple silicon');
    }
    const cpu = new MacBackend({ repoRoot, device: 'cpu' });
    const onCpu = await cpu.validateEnvironment({ pythonPath });
    expect(onCpu.isValid).toBe(machineFinding(machineFacts(), 'cpu') === undefined);
    expect((await cpu.validateEnvironment({ pythonPath: '/no/such/python' })).isValid).toBe(false);
  });

  test('integration: shipped config has method mlx, platform mac, epochs > 0', async () => {
    const config = await new MacBackend({ repoRoot }).loadConfig('mlx');
    expect(config.method).toBe('mlx');
    expect(config.platform).toBe('mac');
    expect(config.epochs).toBeGreaterThan(0);
  });
});
