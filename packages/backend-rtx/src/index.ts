export { detectDevice } from './detect-device.ts';
export type { Device } from './detect-device.ts';
export type { RtxMethod, RtxMethods } from './config/config-specs.ts';
export { RTXBackend } from './rtx-backend.ts';
export type { RtxOptions, RtxTypes } from './rtx-backend.ts';
export { ktoSchema } from './schema/kto.ts';
export type { KtoSettings } from './schema/kto.ts';
export { sftSchema } from './schema/sft.ts';
export type { SftSettings } from './schema/sft.ts';
