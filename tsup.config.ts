import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defineConfig } from 'tsup';
import { readAssetFiles } from './packages/core/src/assets/hash-files.ts';

const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string };

/** Per package: its entries, and the Python folder that travels inside its JavaScript. */
const PACKAGES: Record<string, { entry: Record<string, string>; assets: string }> = {
  '@tuner/core': {
    entry: { index: 'src/index.ts', contract: 'src/contract/index.ts', testing: 'src/testing/index.ts' },
    assets: 'supervisor',
  },
  '@tuner/backend-rtx': { entry: { index: 'src/index.ts' }, assets: '../../Trainers' },
};

const built = PACKAGES[name];
if (!built) throw new Error(`tsup.config.ts has no entry for ${name}`);

export default defineConfig({
  entry: built.entry,
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
        build.onLoad({ filter: /.*/, namespace: 'assets' }, async () => {
          const directory = resolve(built.assets);
          const assets = { kind: 'embedded', name: basename(directory), files: await readAssetFiles(directory) };
          return { contents: `export const assets = ${JSON.stringify(assets)};`, loader: 'js' };
        });
      },
    },
  ],
});
