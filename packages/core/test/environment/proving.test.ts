import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EnvironmentProgress, EnvironmentSpec } from '../../src/contract/environment.ts';
import { environmentIds, environmentPython } from '../../src/environment/environment-paths.ts';
import { ensureEnvironment } from '../../src/environment/ensure.ts';
import { resolvePython } from '../../src/environment/resolve-python.ts';
import { quickPython } from '../support/quick-python.ts';
import { REPORT, specWithProbe, writeTinyWheel } from '../support/tiny-environment.ts';
import { temporaryFolder } from '../support/temporary.ts';

let folder: string;
let home: string;
let options: { readonly wheels: string; readonly pythonPath: string };
beforeEach(() => {
  vi.stubEnv('TUNER_ENVIRONMENTS', '');
  vi.stubEnv('TUNER_PYTHON', '');
  folder = temporaryFolder();
  home = join(folder, 'home');
  options = { wheels: writeTinyWheel(join(folder, 'wheels')), pythonPath: quickPython(join(folder, 'python')) };
});

/** A spec whose two-step training is this program, on what the probe says is the device. */
function specThatTrains(body: string, device: object | null = null): EnvironmentSpec {
  const script = join(folder, 'train.py');
  writeFileSync(script, `import os, pathlib, sys\nargs = dict(zip(sys.argv[1::2], sys.argv[2::2]))\n${body}\n`);
  const report = JSON.stringify(JSON.stringify({ ...REPORT, device }));
  return { ...specWithProbe(folder, `print(${report})`), smokeTest: { script, args: ['--model', 'builtin:tiny'], rows: '{"a": 1}\n' } };
}

const said = (file: string) => readFileSync(join(folder, file), 'utf8');

describe.skipIf(process.platform === 'win32')('an environment counts when it has trained', () => {
  it('the trainer gets its model, device, rows and a folder to write to, and what it wrote is removed', async () => {
    const body = `import tiny\npathlib.Path(${JSON.stringify(folder)}, "said").write_text(" ".join([args["--model"], args["--device"],`
      + ` pathlib.Path(args["--data"]).read_text().strip(), os.environ["HF_HUB_OFFLINE"]]))\npathlib.Path(args["--output"]).mkdir()`;
    const progress: EnvironmentProgress[] = [];
    const built = await ensureEnvironment(home, specThatTrains(body), { ...options, onProgress: (step) => progress.push(step) });
    expect(said('said')).toBe('builtin:tiny cpu {"a": 1} 1');
    expect(existsSync(join(built.directory, 'smoke-test'))).toBe(false);
    expect(progress).toContainEqual({ step: 'train', message: 'training a tiny model for two steps (cpu)' });
    const mark = JSON.parse(readFileSync(join(built.directory, 'tuner-ready.json'), 'utf8')) as { smokeTest: object };
    expect(mark.smokeTest).toMatchObject({ device: 'cpu', seconds: expect.any(Number) });
  });

  it('one that cannot train is not kept, and the error shows the line that says why', async () => {
    const spec = specThatTrains('print("loading")\nraise ImportError("libcudart.so.13: cannot open shared object file")');
    const error = await ensureEnvironment(home, spec, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PROBE_FAILED', message: expect.stringContaining('ImportError: libcudart.so.13') });
    const { evidence } = (error as { details: { evidence: { line: number; firstLine: number; lines: string[] } } }).details;
    expect(evidence.lines[evidence.line - evidence.firstLine]).toMatch(/^ImportError/);
    expect(environmentIds(home)).toEqual([]);
  });

  it('a device whose memory others have does not make it a bad one: it trains on the CPU', async () => {
    const gpu = { kind: 'cuda', name: 'GPU', memoryBytes: 1, bf16: true };
    const built = await ensureEnvironment(home, specThatTrains('sys.exit(0 if args["--device"] == "cpu" else 5)', gpu), options);
    expect(JSON.parse(readFileSync(join(built.directory, 'tuner-ready.json'), 'utf8'))).toMatchObject({ smokeTest: { device: 'cpu' } });
  });
});

describe.skipIf(process.platform === 'win32')('the last good environment', () => {
  it('stays when newer packages cannot be installed, and is named', async () => {
    const spec = specThatTrains('');
    const good = await ensureEnvironment(home, spec, options);
    const newer = { ...spec, requirements: 'tiny==2.0\n' };
    const error = await ensureEnvironment(home, newer, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'PACKAGE_UNAVAILABLE', details: { lastGood: { id: basename(good.directory), pythonPath: good.pythonPath } },
      hint: expect.stringContaining(`pass pythonPath '${good.pythonPath}'`),
    });
    expect(await resolvePython(home, spec)).toBe(good.pythonPath);
    await expect(resolvePython(home, newer)).rejects.toMatchObject({ hint: expect.stringContaining(good.pythonPath) });
  });

  it('stays when a rebuild of the same packages fails; when that succeeds, the new one is taken', async () => {
    const good = await ensureEnvironment(home, specThatTrains(''), options);
    await expect(ensureEnvironment(home, specThatTrains('sys.exit(1)'), { ...options, rebuild: true })).rejects.toMatchObject({ code: 'PROBE_FAILED' });
    expect(await ensureEnvironment(home, specThatTrains(''))).toMatchObject({ directory: good.directory, reused: true });
    const rebuilt = await ensureEnvironment(home, specThatTrains(''), { ...options, rebuild: true });
    expect(rebuilt.directory).not.toBe(good.directory);
    expect(await resolvePython(home, specThatTrains(''))).toBe(environmentPython(rebuilt.directory));
    expect(existsSync(good.pythonPath)).toBe(true);
  });
});

describe.skipIf(process.platform === 'win32')('uv', () => {
  it('that is asked for and not there is an error before anything is built', async () => {
    vi.stubEnv('PATH', folder);
    await expect(ensureEnvironment(home, specThatTrains(''), { ...options, uv: true })).rejects.toMatchObject({
      code: 'UV_NOT_FOUND', hint: expect.stringContaining('leave the option out'),
    });
    expect(environmentIds(home)).toEqual([]);
  });
});
