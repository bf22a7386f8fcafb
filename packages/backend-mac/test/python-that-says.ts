import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that answers the probe as a Python with these findings would. */
export function pythonThatSays(findings: readonly object[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tuner-python-')), 'python');
  const device = { kind: 'metal', name: 'Apple M3 Max', memoryBytes: 68_719_476_736, bf16: true };
  const report = { python: '3.12.4', versions: { mlx: '0.32.4' }, device, findings };
  writeFileSync(path, `#!${process.execPath}\nconsole.log(${JSON.stringify(JSON.stringify(report))})\n`);
  chmodSync(path, 0o755);
  return path;
}
