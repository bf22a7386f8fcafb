import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentSpec } from '../../src/contract/environment.ts';
import { PYTHON } from './fixture-run.ts';

/** A report that finds nothing wrong. */
export const REPORT = { python: '3', versions: { tiny: '1.0' }, device: null, findings: [] as object[] };

const WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/tiny-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("tiny.py", "ANSWER = 42")
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,\\ntiny-1.0.dist-info/METADATA,,\\ntiny-1.0.dist-info/WHEEL,,\\ntiny-1.0.dist-info/RECORD,,\\n")
`;

/** Writes a wheel of a package \`tiny\` 1.0, with \`tiny.ANSWER\`, into a new folder for pip's find-links. */
export function writeTinyWheel(folder: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync(PYTHON, ['-c', WHEEL, folder]);
  return folder;
}

/** Writes a probe and gives a spec that uses it; by default it prints {@link REPORT}. */
export function specWithProbe(folder: string, probe = `print(${JSON.stringify(JSON.stringify(REPORT))})`): EnvironmentSpec {
  const script = join(folder, 'probe.py');
  writeFileSync(script, probe);
  return {
    name: 'test-cpu', requirements: '# locked\ntiny==1.0\nnever==1.0 ; sys_platform == \'never\'\n',
    pythonVersions: ['3.11', '3.12', '3.13', '3.14', '3.10', '3.9'], probe: { script, args: [] },
  };
}
