import { fileURLToPath } from 'node:url';
import type { AssetSource } from './asset-source.ts';

/** The supervisor of this checkout. */
export const assets: AssetSource = {
  kind: 'folder',
  directory: fileURLToPath(new URL('../../supervisor', import.meta.url)),
};
