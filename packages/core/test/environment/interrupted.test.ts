import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EnvironmentSpec } from '../../src/contract/environment.ts';
import { environmentIds, readyEnvironment } from '../../src/environment/environment-paths.ts';
import { ensureEnvironment } from '../../src/environment/ensure.ts';
import { quickPython } from '../support/quick-python.ts';
import { specWithProbe, writeTinyWheel } from '../support/tiny-environment.ts';

const ENSURE = new URL('../../src/environment/ensure.ts', import.meta.url).href;

/** A training that tells that it runs, and takes its time. */
const SMOKE = `
import pathlib, sys, time
pathlib.Path(sys.argv[sys.argv.index("--output") + 1]).mkdir()
time.sleep(0.3)
print("trained")
`;

/** A program that builds the environment of `spec`, telling each step. */
function host(home: string, spec: EnvironmentSpec, sources: { readonly wheels: string; readonly pythonPath: string }) {
  const program = `
    import { ensureEnvironment } from ${JSON.stringify(ENSURE)};
    const onProgress = ({ step }) => console.log(step);
    const options = { onProgress, ...${JSON.stringify(sources)} };
    const { reused } = await ensureEnvironment(${JSON.stringify(home)}, ${JSON.stringify(spec)}, options);
    console.log(reused ? 'reused' : 'built');`;
  const child = spawn(process.execPath, ['--conditions=@tuner/source', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const ended = new Promise<string[]>((resolve) => child.once('close', () => resolve(lines)));
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const told = (step: string) => expect.poll(() => lines.includes(step), { timeout: 20_000, interval: 5 }).toBe(true);
  /** Kills it as soon as it has told a step, after some milliseconds more. */
  const killAt = async (step: string, laterMs: number) => {
    await told(step);
    setTimeout(() => child.kill('SIGKILL'), laterMs);
    await ended;
    return lines.at(-1);
  };
  return { ended, told, killAt };
}

/** The pids of the processes that have `folder` in their command. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && pid !== String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

// Real processes, a real venv and a real pip: the program that builds is killed, as by a closed window or a power cut.
describe.skipIf(process.platform !== 'linux')('an environment whose building is interrupted', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-interrupted-'));
  const home = join(folder, 'home');
  const sources = { wheels: writeTinyWheel(join(folder, 'wheels')), pythonPath: quickPython(join(folder, 'python')) };
  const smoke = join(folder, 'smoke.py');
  let spec: EnvironmentSpec;

  beforeAll(() => {
    vi.stubEnv('TUNER_ENVIRONMENTS', '');
    vi.stubEnv('TUNER_PYTHON', '');
    writeFileSync(smoke, SMOKE);
    spec = { ...specWithProbe(folder), smokeTest: { script: smoke, args: [], rows: '{}\n' } };
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is never ready before its time, and is finished by the next call after five kills', async () => {
    const moments = [['python', 0], ['venv', 100], ['install', 50], ['probe', 0], ['train', 100]] as const;
    for (const [step, laterMs] of moments) {
      const last = await host(home, spec, sources).killAt(step, laterMs);
      expect(last).not.toBe('built');
      expect(readyEnvironment(home, spec)).toBeUndefined();
    }
    expect((await host(home, spec, sources).ended).at(-1)).toBe('built');
    // Nothing of the five is left: no folder, no process.
    expect(environmentIds(home)).toHaveLength(1);
    expect(readdirSync(join(home, 'environments')).filter((name) => !name.endsWith('.lock'))).toEqual(environmentIds(home));
    await expect.poll(() => processesIn(home), { timeout: 10_000 }).toEqual([]);
    expect((await host(home, spec, sources).ended).at(-1)).toBe('reused');
  });

  it('is built once when several programs want it, even when the first is killed', async () => {
    const elsewhere = join(folder, 'several');
    const first = host(elsewhere, spec, sources);
    await first.told('install');
    const others = [host(elsewhere, spec, sources), host(elsewhere, spec, sources)];
    await first.killAt('install', 300);
    const ends = (await Promise.all(others.map(({ ended }) => ended))).map((lines) => lines.at(-1));
    expect(ends.sort()).toEqual(['built', 'reused']);
    expect(environmentIds(elsewhere)).toHaveLength(1);
  });

  it('survives the death of pip: the call fails with its reason, and the next one builds', async () => {
    const elsewhere = join(folder, 'pip');
    let hasKilled = false;
    const onProgress = ({ step }: { readonly step: string }) => {
      if (step !== 'install' || hasKilled) return;
      const pip = processesIn(elsewhere).find((pid) => /\0-m\0pip\0install/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
      if (pip === undefined) return;
      process.kill(Number(pip), 'SIGKILL');
      hasKilled = true;
    };
    await expect(ensureEnvironment(elsewhere, spec, { ...sources, onProgress })).rejects.toMatchObject({
      code: 'KILLED', retryable: true, message: expect.stringContaining('pip was ended by SIGKILL'),
    });
    expect(environmentIds(elsewhere)).toEqual([]);
    expect(await ensureEnvironment(elsewhere, spec, sources)).toMatchObject({ reused: false });
  });
});
