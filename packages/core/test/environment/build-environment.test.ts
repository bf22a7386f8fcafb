import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentSpec } from '../../src/contract/environment.ts';
import { buildEnvironment, type BuildJob } from '../../src/environment/build-environment.ts';
import { installSources } from '../../src/environment/install/install-sources.ts';
import { fakeProgram } from '../support/fake-python.ts';
import { PYTHON } from '../support/fixture-run.ts';
import { REPORT, specWithProbe } from '../support/tiny-environment.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tuner-build-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A Python whose environments hold a program that is Python, except for pip, which does what the test says. */
function pythonWithPip(pip: string): string {
  const inside = fakeProgram(home, 'inside', `case "$*" in *"-m pip"*) ${pip} ;; *) exec ${PYTHON} "$@" ;; esac`);
  return fakeProgram(home, 'python', `for folder; do :; done; mkdir -p "$folder/bin" && cp ${inside} "$folder/bin/python"`);
}

function jobWith(path: string, spec: EnvironmentSpec, changes: Partial<BuildJob> = {}): BuildJob {
  return {
    folder: join(home, 'environment'), python: { path, version: '3.12.4', minor: '3.12' }, spec,
    sources: installSources({}), tool: 'pip', options: {}, say: () => undefined, ...changes,
  };
}

function build(pip: string, spec: EnvironmentSpec = specWithProbe(home), changes: Partial<BuildJob> = {}) {
  return buildEnvironment(jobWith(pythonWithPip(pip), spec, changes));
}

function report(findings: object[]): EnvironmentSpec {
  return specWithProbe(home, `print(${JSON.stringify(JSON.stringify({ ...REPORT, findings }))})`);
}

describe.skipIf(process.platform === 'win32')('a build', () => {
  it.each([
    ['a full disk', 'echo "ERROR: [Errno 28] No space left on device" >&2; exit 1', 'DISK_FULL'],
    ['no network', 'echo "Retrying: NewConnectionError(...)" >&2; echo "ERROR: No matching distribution" >&2; exit 1', 'NETWORK_UNREACHABLE'],
    ['a package that does not exist', 'echo "ERROR: No matching distribution found for tiny==1.0" >&2; exit 1', 'PACKAGE_UNAVAILABLE'],
    ['nobody knows what', 'echo "ERROR: the moon" >&2; exit 1', 'ENVIRONMENT_INSTALL_FAILED'],
  ])('that meets %s says so and leaves nothing behind', async (_what, pip, code) => {
    const error = await build(pip).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EnvironmentError', code });
    expect((error as { details: { evidence: { lines: string[] } } }).details.evidence.lines.at(-1)).toMatch(/^ERROR: /);
    expect(existsSync(join(home, 'environment'))).toBe(false);
  });

  it('ends pip when it is aborted, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const started = join(home, 'started');
    const waiting = build(`touch ${started}; sleep 60`, specWithProbe(home), { options: { signal: controller.signal } });
    await expect.poll(() => existsSync(started), { timeout: 20_000 }).toBe(true);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    expect(existsSync(join(home, 'environment'))).toBe(false);
  });

  it('fails when its probe finds an error, and is not marked ready', async () => {
    const missing = { code: 'PACKAGE_MISSING', severity: 'error', message: 'torch is not installed' };
    await expect(build('exit 0', report([missing]))).rejects.toMatchObject({
      code: 'PROBE_FAILED', message: expect.stringContaining('torch is not installed'),
    });
    expect(existsSync(join(home, 'environment'))).toBe(false);
  });

  it('succeeds without a GPU: the machine lacks it, not the environment', async () => {
    const noGpu = { code: 'GPU_NOT_FOUND', severity: 'error', message: 'no GPU' };
    const { probe } = await build('exit 0', report([noGpu]));
    expect(probe.findings).toEqual([noGpu]);
  });

  it('says why there is no virtual environment', async () => {
    const building = buildEnvironment(jobWith(fakeProgram(home, 'python', 'echo "no ensurepip" >&2; exit 1'), specWithProbe(home)));
    await expect(building).rejects.toMatchObject({ code: 'ENVIRONMENT_INSTALL_FAILED', message: expect.stringContaining('no ensurepip') });
  });
});

describe.skipIf(process.platform !== 'linux')('a build for CPUs', () => {
  const torch = (): EnvironmentSpec => ({ ...specWithProbe(home), requirements: 'tiny==1.0\n', cpuBuilds: ['tiny'] });
  const log = (body: string) => `echo "$* $PIP_INDEX_URL" >> ${home}/calls; ${body}`;
  const installs = () => {
    return readFileSync(join(home, 'calls'), 'utf8').split('\n').filter((line) => line.includes('pip install'));
  };

  it("comes from pip's own sources when they hold it", async () => {
    await build(log('case "$*" in *versions*) echo "Available versions: 1.0+cpu, 1.0" ;; esac'), torch());
    expect(installs()[0]).toMatch(/install .*--no-deps tiny==1\.0\+cpu $/);
  });

  it("comes from PyTorch's index else", async () => {
    await build(log('case "$* $PIP_INDEX_URL" in *versions*pytorch*) echo "Available versions: 1.0+cpu" ;; *versions*) echo 1.0 ;; esac'), torch());
    expect(installs()[0]).toMatch(/tiny==1\.0\+cpu https:\/\/download\.pytorch\.org\/whl\/cpu$/);
  });

  it('is the default build, with its dependencies, when there is no other', async () => {
    await build(log('case "$*" in *versions*) exit 1 ;; esac'), torch());
    expect(installs()[0]).toMatch(/pip install .*off tiny==1\.0 $/);
  });
});
