export type { MacDevice } from './config/config-spec.ts';
export { MacBackend } from './mac-backend.ts';
export type { MacMethod, MacMethods, MacOptions, MacTypes } from './mac-backend.ts';
export { mlxSchema } from './schema/mlx.ts';
export type { MlxSettings } from './schema/mlx.ts';
