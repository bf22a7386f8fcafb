import { fileURLToPath } from 'node:url';
import type { AssetSource } from '@tuner/core';

/** The trainers of this checkout. */
export const assets: AssetSource = {
  kind: 'folder',
  directory: fileURLToPath(new URL('../../../../Trainers', import.meta.url)),
};
