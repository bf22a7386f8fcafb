import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EnvironmentProgress, EnvironmentSpec, ReadyEnvironment } from '../../src/contract/environment.ts';
import { ensureEnvironment } from '../../src/environment/ensure.ts';
import { probeEnvironment } from '../../src/environment/probe-environment.ts';
import { resolvePython } from '../../src/environment/resolve-python.ts';
import { quickPython } from '../support/quick-python.ts';
import { REPORT, specWithProbe, writeTinyWheel } from '../support/tiny-environment.ts';

// A real venv with a real pip; the package comes from a folder, so that no network is needed.
describe('ensureEnvironment', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-ensure-'));
  const home = join(folder, 'home');
  const progress: EnvironmentProgress[] = [];
  const quick = quickPython(join(folder, 'python'));
  let spec: EnvironmentSpec;
  let built: ReadyEnvironment;

  beforeAll(async () => {
    vi.stubEnv('TUNER_ENVIRONMENTS', '');
    vi.stubEnv('TUNER_PYTHON', '');
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', writeTinyWheel(join(folder, 'wheels')));
    spec = specWithProbe(folder);
    built = await ensureEnvironment(home, spec, { onProgress: (step) => progress.push(step) });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('builds an environment that holds the locked packages', () => {
    const printed = execFileSync(built.pythonPath, ['-c', 'import tiny; print(tiny.ANSWER)'], { encoding: 'utf8' });
    expect(printed.trim()).toBe('42');
    expect(built).toMatchObject({ reused: false, probe: REPORT });
  });

  it('tells its steps, and how many packages of how many are done', () => {
    const steps = progress.map(({ step }) => step).filter((step, index, all) => step !== all[index - 1]);
    expect(steps).toEqual(['python', 'venv', 'install', 'probe', 'ready']);
    expect(progress.filter(({ step }) => step === 'install').at(-1)).toMatchObject({ done: 1, total: 1 });
  });

  it('is found again, whatever the comments of the lock file say, and without a working pip', async () => {
    const again = await ensureEnvironment(home, { ...spec, requirements: `# other\n${spec.requirements}` });
    expect(again).toEqual({ ...built, reused: true });
    expect(await resolvePython(home, spec)).toBe(built.pythonPath);
    expect(await probeEnvironment(home, spec)).toMatchObject({ isValid: true, pythonPath: built.pythonPath });
  });

  it('is another one for other packages, and the old one stays', async () => {
    const other = { ...spec, requirements: '' };
    await expect(resolvePython(home, other)).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_READY' });
    const build = () => ensureEnvironment(home, other, { pythonPath: quick });
    const [first, second] = await Promise.all([build(), build()]);
    expect([first.reused, second.reused].sort()).toEqual([false, true]);
    expect(first.directory).toBe(second.directory);
    expect(await resolvePython(home, spec)).toBe(built.pythonPath);
  });

  it('builds a half-built one anew', async () => {
    const elsewhere = join(folder, 'half');
    const half = await ensureEnvironment(elsewhere, spec, { pythonPath: quick });
    rmSync(join(half.directory, 'tuner-ready.json'));
    const again = await ensureEnvironment(elsewhere, spec, { pythonPath: quick });
    expect(again.reused).toBe(false);
    expect(existsSync(half.directory)).toBe(false);
  });

  it('refuses a machine that the packages do not exist for, before anything is installed', async () => {
    const findings = [{ code: 'PLATFORM_UNSUPPORTED', severity: 'error', message: 'No package for this.', fix: 'Use another.' }];
    const refusing = mkdtempSync(join(tmpdir(), 'tuner-refuse-'));
    const text = JSON.stringify(JSON.stringify({ ...REPORT, findings }));
    const elsewhere = join(folder, 'unsupported');
    await expect(ensureEnvironment(elsewhere, specWithProbe(refusing, `print(${text})`), { pythonPath: quick })).rejects.toMatchObject({
      code: 'PLATFORM_UNSUPPORTED', message: 'No package for this.', hint: 'Use another.',
    });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('refuses at once when it was aborted before', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await expect(ensureEnvironment(elsewhere, spec, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('says which folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(ensureEnvironment(file, spec, { pythonPath: quick })).rejects.toMatchObject({ code: 'ENVIRONMENT_INSTALL_FAILED' });
    mkdirSync(dirname(built.directory), { recursive: true });
    expect(readdirSync(dirname(built.directory)).every((name) => name.startsWith('test-cpu-'))).toBe(true);
  });
});
