import type { BackendTypes, ITrainingBackend, SettingsOf } from '../contract/backend.ts';
import type { ConfigOverrides, TrainingConfig } from '../contract/config.ts';

/** The types that a back end carries. */
export type TypesOf<B> = B extends { readonly types?: infer T } ? Extract<T, BackendTypes> : BackendTypes;

/** The types of back end `N` among `T`; the general ones when names are not known. */
export type Named<T extends BackendTypes, N extends string> = Extract<T, { readonly name: N }> extends never
  ? T
  : Extract<T, { readonly name: N }>;

/** The methods of a back end; any string when they are not known. */
export type MethodOf<T extends BackendTypes> = keyof T['methods'] & string;

/** The types of several back ends, as a union. */
export type TypesOfAll<B extends readonly ITrainingBackend[]> = TypesOf<B[number]>;

/** `loadConfig` of a tuner that knows its back ends `T`: names and methods are checked, settings are typed. */
export type LoadConfig<T extends BackendTypes> = <N extends T['name'], M extends MethodOf<Named<T, N>>>(
  backend: N,
  method: M,
  overrides?: ConfigOverrides<SettingsOf<Named<T, N>, M>>,
) => Promise<TrainingConfig<SettingsOf<Named<T, N>, M>>>;
