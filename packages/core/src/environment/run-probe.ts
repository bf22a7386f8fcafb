import { probeReportSchema, type EnvironmentSpec, type Finding, type ProbeReport } from '../contract/environment.ts';
import { lastLines, runCommand } from './run-command.ts';

/** What a probe gave: its report, or the finding that says why there is none. */
export type ProbeAnswer = { readonly report: ProbeReport } | { readonly finding: Finding };

const ANOTHER = 'Pass the path of another Python as pythonPath, or leave it out.';

/**
 * Runs the probe of `spec` in a process of its own, with a deadline. Whatever Python does is an answer.
 * @throws EnvironmentError `ABORTED`
 */
export async function runProbe(
  python: string, spec: EnvironmentSpec, options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<ProbeAnswer> {
  const { timeoutMs = 60_000, signal } = options;
  const { script, args } = spec.probe;
  const result = await runCommand(python, [script, ...args], { timeoutMs, signal });
  if (result.timedOut) {
    const message = `${python} gave no answer within ${timeoutMs / 1000} s.`;
    return refuse('PYTHON_TIMEOUT', message, 'Try again, or pass a larger timeoutMs.');
  }
  if (result.startError === 'ENOENT') {
    return refuse('PYTHON_NOT_FOUND', `${python} does not exist.`, ANOTHER);
  }
  if (result.startError !== undefined) {
    return refuse('PYTHON_UNUSABLE', `${python} cannot be executed (${result.startError}).`, ANOTHER);
  }
  const report = parse(result.stdout);
  if (report) return { report };
  const said = lastLines(result.stderr || result.stdout, 1)[0]?.trim().slice(0, 300) ?? 'it printed nothing';
  const how = result.exitCode === 0 ? 'answered with something else than a report' : ending(result.exitCode);
  return refuse('PROBE_FAILED', `${python} ${how}: ${said}`, ANOTHER);
}

function ending(exitCode: number | undefined): string {
  return exitCode === undefined ? 'crashed' : `failed with exit code ${exitCode}`;
}

/** The last line that is a report: packages may print before it. */
function parse(stdout: string): ProbeReport | undefined {
  for (const line of lastLines(stdout, Number.POSITIVE_INFINITY).reverse()) {
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
