export { openAssets } from './assets/open-assets.ts';
export type { AssetSource } from './assets/asset-source.ts';
export { createBackendRegistry } from './backend/registry.ts';
export type { BackendRegistry } from './backend/registry.ts';
export { defineBackend } from './backend/define-backend.ts';
export { TrainingBackend } from './backend/training-backend.ts';
