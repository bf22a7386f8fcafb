import { resolve } from 'node:path';
import type { AssetSource } from './asset-source.ts';
import { openAssets, type OpenedAssets } from './open-assets.ts';

/** The trainers that come with a package; those of the checkout `repoRoot` instead, where one is named. */
export function openTrainers(assets: AssetSource, repoRoot?: string): Promise<OpenedAssets> {
  if (repoRoot === undefined) return openAssets(assets);
  return openAssets({ kind: 'folder', directory: resolve(repoRoot, 'Trainers'), without: assets.without });
}
