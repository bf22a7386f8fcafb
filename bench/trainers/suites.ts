import { gpuSuite } from './gpu-suite.ts';
import { leverSuites } from './lever-suites.ts';
import type { Options } from './options.ts';
import { mlxSuites } from './mlx-suite.ts';
import type { Suite } from './suite.ts';
import { trlSuite } from './trl-suite.ts';

/** The suites that were asked for. */
export async function suites(options: Options): Promise<Suite[]> {
  const found = [
    ...(wants(options, 'sft', 'kto') ? [await trlSuite()] : []),
    ...(wants(options, 'levers sft', 'levers kto') ? await leverSuites() : []),
    ...(wants(options, 'mlx', 'levers mlx') ? await mlxSuites() : []),
    ...(wants(options, 'gpu') ? [await gpuSuite(options.device)] : []),
  ];
  return found.map((suite) => ({
    ...suite,
    cases: suite.cases.filter((one) => isWanted(options, one))
      .map((one) => ({ ...one, count: options.count ?? one.count })),
  }));
}

function wants({ only }: Options, ...names: readonly string[]): boolean {
  return names.some((name) => only.includes(name));
}

function isWanted({ only, match }: Options, { title }: Suite['cases'][number]): boolean {
  return only.some((name) => title.startsWith(name)) && title.includes(match);
}
