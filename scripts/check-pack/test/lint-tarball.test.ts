import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lintTarball } from '../lint-tarball.ts';

function tarballOf(manifest: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-lint-'));
  mkdirSync(join(folder, 'package'));
  const complete = { name: 'x', version: '1.0.0', type: 'module', ...manifest };
  writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify(complete));
  writeFileSync(join(folder, 'package', 'index.js'), 'export const x = 1;\n');
  execFileSync('tar', ['-czf', 'x.tgz', 'package'], { cwd: folder });
  return join(folder, 'x.tgz');
}

it('publint has nothing to say of a package whose entries are there', async () => {
  const tarball = tarballOf({ files: ['index.js'], license: 'MIT', exports: { '.': './index.js' } });
  expect(await lintTarball(tarball)).toEqual([]);
});

it('publint names an entry that did not travel', async () => {
  const problems = await lintTarball(tarballOf({ exports: { '.': './index.js', './more': './dist/more.js' } }));
  expect(problems).toEqual([expect.stringMatching(/^publint: .*\.\/dist\/more\.js.*does not exist/)]);
});
