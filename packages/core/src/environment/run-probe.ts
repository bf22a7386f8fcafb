import { execa } from 'execa';
import { probeReportSchema, type EnvironmentSpec, type Finding, type ProbeReport } from '../contract/environment.ts';

/** What a probe gave: its report, or the finding that says why there is none. */
export type ProbeAnswer = { readonly report: ProbeReport } | { readonly finding: Finding };

/** Runs the probe of `spec` in a process of its own, with a deadline. Never throws for what Python does. */
export async function runProbe(
  python: string, spec: EnvironmentSpec, { timeoutMs = 60_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<ProbeAnswer> {
  const { script, args } = spec.probe;
  const result = await execa(python, [script, ...args], {
    reject: false, timeout: timeoutMs, cancelSignal: signal, stdin: 'ignore', forceKillAfterDelay: 1000, maxBuffer: 10_000_000,
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (result.isCanceled) signal?.throwIfAborted();
  if (result.timedOut) {
    return refuse('PYTHON_TIMEOUT', `${python} gave no answer in ${timeoutMs / 1000} s.`, 'Try again, or pass a larger timeoutMs.');
  }
  if (result.code === 'ENOENT' || result.code === 'EACCES') {
    const reason = result.code === 'ENOENT' ? 'does not exist' : 'cannot be executed';
    return refuse('PYTHON_NOT_FOUND', `${python} ${reason}.`, 'Pass the path of a Python as pythonPath, or leave it out.');
  }
  const report = parse(result.stdout);
  if (report) return { report };
  const said = (result.stderr || result.stdout || result.shortMessage || '').trim().split('\n').at(-1) ?? '';
  const how = result.exitCode === 0 ? 'answered with something else than a report' : 'failed';
  return refuse('PROBE_FAILED', `${python} ${how}: ${said.slice(0, 300)}`, 'Build the managed environment with tuner.ensureEnvironment().');
}

/** The last line that is a report: packages may print before it. */
function parse(stdout: string): ProbeReport | undefined {
  for (const line of stdout.trim().split('\n').reverse()) {
    try {
      const checked = probeReportSchema.safeParse(JSON.parse(line));
      if (checked.success) return checked.data;
    } catch {
      // Not JSON: some package's greeting.
    }
  }
  return undefined;
}

function refuse(code: Finding['code'], message: string, fix: string): ProbeAnswer {
  return { finding: { code, severity: 'error', message, fix } };
}
