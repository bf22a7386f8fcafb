import { cp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

/** How strangers resolve modules. Under `nodenext`, the `.ts` file is CommonJS and the `.mts` file an ES module. */
const RESOLUTIONS = {
  nodenext: { module: 'nodenext', files: ['consumer.ts', 'consumer.mts'] },
  bundler: { module: 'esnext', files: ['consumer.ts'] },
} as const;

/** Compiles consumer.ts in `project` against the installed packages, their declarations included; gives the errors. */
export async function compileConsumer(project: string): Promise<string[]> {
  await cp(join(project, 'consumer.ts'), join(project, 'consumer.mts'));
  const names = Object.keys(RESOLUTIONS) as (keyof typeof RESOLUTIONS)[];
  return (await Promise.all(names.map((name) => compile(project, name)))).flat();
}

async function compile(project: string, moduleResolution: keyof typeof RESOLUTIONS): Promise<string[]> {
  const { module, files } = RESOLUTIONS[moduleResolution];
  const compilerOptions = {
    target: 'es2023', module, moduleResolution, types: ['node'],
    strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, noEmit: true,
  };
  const file = join(project, `tsconfig.${moduleResolution}.json`);
  await writeFile(file, JSON.stringify({ compilerOptions, files }));
  const { code, stdout } = await runCommand(process.execPath, [TSC, '-p', file], { cwd: project });
  if (code === 0) return [];
  return stdout.trim().split('\n').map((line) => `types with ${moduleResolution}: ${line}`);
}
