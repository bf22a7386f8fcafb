import { describe, expect, test, vi } from 'vitest';
import { MacBackend } from '../src/index.ts';
import { machineFacts, type MachineFacts } from '../src/machine/machine-facts.ts';
import { pythonThatSays } from './python-that-says.ts';

vi.mock(import('../src/machine/machine-facts.ts'), { spy: true });

const on = (facts: MachineFacts) => vi.mocked(machineFacts).mockReturnValue(facts);
const mac: MachineFacts = { platform: 'darwin', arch: 'arm64', macos: 15 };
const noMetal = {
  code: 'GPU_NOT_FOUND', severity: 'error', message: 'MLX finds no Metal device.', fix: 'Use the Mac itself.',
};

describe.skipIf(process.platform === 'win32')('validateEnvironment', () => {
  test('on Apple silicon asks the Python that is there', async () => {
    on(mac);
    const good = await new MacBackend().validateEnvironment({ pythonPath: pythonThatSays([]) });
    expect(good).toMatchObject({ isValid: true, findings: [], probe: { device: { name: 'Apple M3 Max' } } });
    const bad = await new MacBackend().validateEnvironment({ pythonPath: pythonThatSays([noMetal]) });
    expect(bad).toMatchObject({ isValid: false, error: 'MLX finds no Metal device. Use the Mac itself.' });
  });

  test('on Apple silicon says how to build an environment that is not there, by the name of the back end', async () => {
    on(mac);
    vi.stubEnv('TUNER_ENVIRONMENTS', '/no/such/folder');
    vi.stubEnv('TUNER_PYTHON', '');
    const report = await new MacBackend().validateEnvironment();
    vi.unstubAllEnvs();
    expect(report.findings).toMatchObject([{ code: 'ENVIRONMENT_NOT_READY' }]);
    expect(report.error).toContain("tuner.ensureEnvironment('mac')");
  });

  test('elsewhere needs no Python to say that there is no Metal', async () => {
    on({ platform: 'linux', arch: 'x64', glibc: '2.36' });
    vi.stubEnv('TUNER_ENVIRONMENTS', '/no/such/folder');
    const report = await new MacBackend().validateEnvironment();
    vi.unstubAllEnvs();
    expect(report).toMatchObject({ isValid: false, findings: [{ code: 'GPU_NOT_FOUND' }] });
    expect(report.error).toContain('this is Linux (x64)');
    expect(report.error).toContain("new MacBackend({ device: 'cpu' })");
  });

  test('for the CPU asks the Python wherever there are packages', async () => {
    on({ platform: 'linux', arch: 'arm64', glibc: '2.39' });
    const backend = new MacBackend({ device: 'cpu' });
    expect((await backend.validateEnvironment({ pythonPath: pythonThatSays([]) })).isValid).toBe(true);
    on({ platform: 'linux', arch: 'x64', glibc: '2.31' });
    const report = await backend.validateEnvironment({ pythonPath: pythonThatSays([]) });
    expect(report).toMatchObject({ isValid: false, findings: [{ code: 'PLATFORM_UNSUPPORTED' }] });
  });
});
