import { dirname, resolve } from 'node:path';
import type { ConfigOverrides, TrainingConfig } from '../contract/config.ts';
import type { DeepPartial, JsonObject } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import { checkDocument } from './check-document.ts';
import { problemsError, type ConfigOrigin } from './config-problem.ts';
import type { ConfigSpec } from './config-spec.ts';
import { definedKeys, overrideDocument, resolvePaths } from './override-document.ts';
import { deepFreeze, mergeDocuments, valueAt } from './paths.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';

/** Which spec checks a configuration again; kept beside it, so that a configuration stays plain data. */
const specs = new WeakMap<object, { readonly spec: ConfigSpec; readonly source: YamlFile }>();

/**
 * Reads a configuration: YAML, then what the back end decides, then the overrides; checked, resolved, frozen.
 * @throws ConfigurationError naming file, line, column, key, found, expected and the nearest known key
 */
export async function readConfig<S extends object>(
  spec: ConfigSpec<S>,
  overrides: ConfigOverrides = {},
): Promise<TrainingConfig<S>> {
  const source = await readYaml(overrides.configPath === undefined ? spec.file : resolve(overrides.configPath));
  const fromFile = resolvePaths(source.document, spec as ConfigSpec, dirname(source.file));
  return buildConfig(spec, source, mergeDocuments(fromFile, spec.fixed ?? {}), overrides);
}

/**
 * A new configuration with some values changed, checked like the first.
 * @throws ConfigurationError as `loadConfig` does
 */
export function overrideConfig<S extends object>(
  config: TrainingConfig<S>,
  overrides: ConfigOverrides<NoInfer<S>>,
): TrainingConfig<S> {
  const known = specs.get(config);
  if (known === undefined || overrides.configPath !== undefined) throw notOverridable(known === undefined);
  const spec = known.spec as ConfigSpec<S>;
  const plain = overrides as ConfigOverrides & { settings?: DeepPartial<JsonObject> };
  return buildConfig(spec, known.source, config.settings as JsonObject, plain);
}

function buildConfig<S extends object>(
  spec: ConfigSpec<S>, source: YamlFile, base: JsonObject, overrides: ConfigOverrides,
): TrainingConfig<S> {
  const over = overrideDocument(spec as ConfigSpec, overrides);
  const overridden = definedKeys(over);
  const isOverridden = (key: string) => overridden.some((path) => path === key || path.startsWith(`${key}.`) || key.startsWith(`${path}.`));
  const origin: ConfigOrigin = { file: source.file, positions: source.positions, isOverridden };
  const merged = mergeDocuments(base, over);
  const { document, warnings = [] } = spec.prepare?.(merged, { own: source.file !== spec.file }) ?? { document: merged };
  const checked = checkDocument(spec.schema, document);
  if ('problems' in checked) throw problemsError(checked.problems, origin);
  const problems = spec.check?.(checked.value) ?? [];
  if (problems.length > 0) throw problemsError(problems, origin);
  const config = deepFreeze({ ...describe(spec, source.file, checked.value), settings: checked.value, warnings });
  specs.set(config, { spec: spec as ConfigSpec, source });
  return config;
}

function describe(spec: ConfigSpec, configPath: string, settings: object) {
  const { platform, method, objective, trainerDir, flat } = spec;
  const datasetFile = valueAt(settings, flat.datasetFile) as string | null | undefined;
  return {
    method, platform, objective, configPath, trainerDir,
    modelName: valueAt(settings, flat.modelName) as string,
    ...(datasetFile == null ? {} : { datasetFile }),
    epochs: valueAt(settings, flat.epochs) as number,
    batchSize: valueAt(settings, flat.batchSize) as number,
    learningRate: valueAt(settings, flat.learningRate) as number,
  };
}

function notOverridable(isForeign: boolean): ConfigurationError {
  const message = isForeign
    ? 'This configuration was not made by loadConfig: a copy of one, for example.'
    : 'A configuration that is loaded cannot get another file.';
  return new ConfigurationError('CONFIG_INVALID', message, { hint: 'Call loadConfig, with configPath where you need one.' });
}

/** The error for a method that a back end does not have. */
export function unknownMethod(platform: string, method: string, known: readonly string[]): ConfigurationError {
  const message = `Back end "${platform}" has no method "${method}". There is: ${known.join(', ')}.`;
  return new ConfigurationError('METHOD_UNKNOWN', message, {
    hint: `Use one of ${known.map((name) => `"${name}"`).join(', ')}.`,
    details: { method, known: [...known] },
  });
}
