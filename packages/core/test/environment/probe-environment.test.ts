import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeEnvironment } from '../../src/environment/probe-environment.ts';
import { resolvePython } from '../../src/environment/resolve-python.ts';
import { fakeProgram } from '../support/fake-python.ts';
import { PYTHON } from '../support/fixture-run.ts';
import { REPORT, specWithProbe } from '../support/tiny-environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tuner-probe-'));
  vi.stubEnv('TUNER_ENVIRONMENTS', '');
  vi.stubEnv('TUNER_PYTHON', '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const probe = (pythonPath: string, timeoutMs?: number) => probeEnvironment(folder, specWithProbe(folder), { pythonPath, timeoutMs });
const codes = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) => findings.map(({ code }) => code);

describe('probeEnvironment', () => {
  it('reports what the probe says', async () => {
    expect(await probe(PYTHON)).toEqual({ isValid: true, findings: [], pythonPath: PYTHON, probe: REPORT });
  });

  it("is not valid when the probe finds an error, and repeats its message and fix", async () => {
    const finding = { code: 'GPU_NOT_FOUND', severity: 'error', message: 'No GPU was found.', fix: "Ask for device: 'cpu'." };
    const spec = specWithProbe(folder, `print(${JSON.stringify(JSON.stringify({ ...REPORT, findings: [finding] }))})`);
    const report = await probeEnvironment(folder, spec, { pythonPath: PYTHON });
    expect(report).toMatchObject({ isValid: false, error: "No GPU was found. Ask for device: 'cpu'.", findings: [finding] });
  });

  it('hears the report among what packages print', async () => {
    const spec = specWithProbe(folder, `print("hello")\nprint(${JSON.stringify(JSON.stringify(REPORT))})\nprint("bye")`);
    expect(await probeEnvironment(folder, spec, { pythonPath: PYTHON })).toMatchObject({ isValid: true, probe: REPORT });
  });

  it('finds a Python that does not exist', async () => {
    const report = await probe(join(folder, 'nothing'));
    expect(codes(report)).toEqual(['PYTHON_NOT_FOUND']);
    expect(report.error).toContain(join(folder, 'nothing'));
  });

  it('says what to run when nothing was built yet', async () => {
    const report = await probeEnvironment(folder, specWithProbe(folder));
    expect(codes(report)).toEqual(['ENVIRONMENT_NOT_READY']);
    expect(report.findings[0]?.fix).toContain("await tuner.ensureEnvironment('test')");
    expect(report.pythonPath).toBeUndefined();
  });

  it('is ended by its caller', async () => {
    const options = { pythonPath: PYTHON, signal: AbortSignal.abort() };
    await expect(probeEnvironment(folder, specWithProbe(folder), options)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe.skipIf(process.platform === 'win32')('a bad Python is a finding', () => {
  it.each([
    ['hangs', 'sleep 60', 'PYTHON_TIMEOUT', 'within 0.5 s'],
    ['prints rubbish', 'echo "{ rubbish"', 'PROBE_FAILED', '{ rubbish'],
    ['prints another document', 'echo "{}"', 'PROBE_FAILED', '{}'],
    ['crashes', 'kill -SEGV $$', 'PROBE_FAILED', 'crashed'],
    ['fails', 'echo "ImportError: no torch" >&2; exit 1', 'PROBE_FAILED', 'ImportError: no torch'],
  ])('when it %s', async (_what, body, code, words) => {
    const report = await probe(fakeProgram(folder, 'python', body), body.startsWith('sleep') ? 500 : undefined);
    expect(codes(report)).toEqual([code]);
    expect(report).toMatchObject({ isValid: false, error: expect.stringContaining(words) });
  });

  it('when it is no program', async () => {
    expect(codes(await probe(specWithProbe(folder).probe.script))).toEqual(['PYTHON_UNUSABLE']);
  });
});

describe('resolvePython', () => {
  it('prefers the one given, then TUNER_PYTHON', async () => {
    vi.stubEnv('TUNER_PYTHON', '/from/the/environment');
    expect(await resolvePython(folder, specWithProbe(folder), '/given')).toBe('/given');
    expect(await resolvePython(folder, specWithProbe(folder))).toBe('/from/the/environment');
  });
});
