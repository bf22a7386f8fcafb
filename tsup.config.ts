import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'tsup';
import type { AssetSource } from './packages/core/src/assets/asset-source.ts';
import { readAssetFiles } from './packages/core/src/assets/hash-files.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly '@tuner/source': string; readonly default: string }>>;
}

/** The entries of the package that is built, as its `exports` name them. */
function entriesOf({ exports }: Manifest): Record<string, string> {
  const entries = Object.values(exports).filter((target) => typeof target !== 'string');
  return Object.fromEntries(entries.map((target) => [basename(target.default, '.js'), target['@tuner/source']]));
}

/** A module that holds the package's Python files as text. */
async function embeddedAssets(): Promise<string> {
  const checkout = pathToFileURL(resolve('src/assets/checkout.ts')).href;
  const { assets } = (await import(checkout)) as { assets: AssetSource };
  if (assets.kind !== 'folder') throw new Error(`${checkout} names no folder`);
  const { directory, without } = assets;
  const files = await readAssetFiles(directory, without);
  return `export const assets = ${JSON.stringify({ kind: 'embedded', name: basename(directory), files, without })};`;
}

export default defineConfig({
  entry: entriesOf(JSON.parse(readFileSync('package.json', 'utf8')) as Manifest),
  format: 'esm',
  target: 'node22',
  platform: 'node',
  dts: true,
  clean: true,
  sourcemap: false,
  treeshake: true,
  esbuildPlugins: [
    {
      name: 'embed-assets',
      setup(build) {
        build.onResolve({ filter: /^#assets$/ }, () => ({ path: 'assets', namespace: 'assets' }));
        const load = async () => ({ contents: await embeddedAssets(), loader: 'js' as const });
        build.onLoad({ filter: /.*/, namespace: 'assets' }, load);
      },
    },
  ],
});
