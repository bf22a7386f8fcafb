import { dirname, resolve } from 'node:path';
import type { ConfigOverrides, ConfigWarning, TrainingConfig } from '../contract/config.ts';
import type { DeepPartial, JsonObject } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import { checkDocument } from './check-document.ts';
import { problemsError, type ConfigOrigin, type ConfigProblem } from './config-problem.ts';
import type { ConfigSpec, DocumentSource } from './config-spec.ts';
import { draftOf, keepDraft, originOf, sourceOf, type Draft } from './draft.ts';
import { assertOverrides, definedKeys, overrideDocument, resolvePaths } from './override-document.ts';
import { deepFreeze, isObject, mergeDocuments, valueAt } from './paths.ts';

/**
 * Reads a configuration: YAML, then what the back end decides, then the overrides; checked, resolved, frozen.
 * @throws ConfigurationError naming file, line, column, key, found, expected and the nearest known key
 */
export async function readConfig<S extends object>(
  spec: ConfigSpec<S>,
  overrides: ConfigOverrides = {},
): Promise<TrainingConfig<S>> {
  assertOverrides(spec as ConfigSpec, overrides);
  // Loaded when it is first needed, so that importing the package stays fast.
  const { readYaml } = await import('./read-yaml.ts');
  const source = await readYaml(overrides.configPath === undefined ? spec.file : resolve(overrides.configPath));
  const plain = spec as ConfigSpec;
  const fromFile = resolvePaths(source.document, plain, dirname(source.file));
  return build<S>(changed({ spec: plain, source, document: fromFile, overridden: new Map(), foundOut: [] }, overrides));
}

/**
 * A new configuration with some values changed, checked like the first. `foundOut` is what the caller learned about it
 * meanwhile: it stands among the warnings.
 * @throws ConfigurationError as `loadConfig` does
 */
export function overrideConfig<S extends object>(
  config: TrainingConfig<S>,
  overrides: ConfigOverrides<NoInfer<S>>,
  foundOut: readonly ConfigWarning[] = [],
): TrainingConfig<S> {
  const draft = isObject(config) ? draftOf(config) : undefined;
  if (draft !== undefined) assertOverrides(draft.spec, overrides as ConfigOverrides);
  if (draft === undefined || overrides.configPath !== undefined) throw notOverridable(draft === undefined);
  const next = changed(draft, overrides as ConfigOverrides & { settings?: DeepPartial<JsonObject> });
  return build<S>({ ...next, foundOut: [...draft.foundOut, ...foundOut] });
}

function changed(draft: Draft, overrides: ConfigOverrides): Draft {
  const { document, names } = overrideDocument(draft.spec, overrides);
  return {
    ...draft,
    document: mergeDocuments(draft.document, document),
    overridden: new Map([...draft.overridden, ...names]),
  };
}

function build<S extends object>(draft: Draft): TrainingConfig<S> {
  const spec = draft.spec as ConfigSpec<S>;
  const origin = originOf(draft);
  const source = sourceOf(draft, origin);
  refuse(contradictions(draft, source), origin);
  const document = mergeDocuments(draft.document, spec.fixed ?? {});
  const checked = checkDocument(spec.schema, spec.prepare?.(document, source) ?? document);
  if ('problems' in checked) throw problemsError(checked.problems, origin);
  refuse(spec.check?.(checked.value, source) ?? [], origin);
  const warnings = [...warningsOf(spec as ConfigSpec, document, source), ...draft.foundOut];
  const config = deepFreeze({ ...describe(draft, checked.value), settings: checked.value, warnings });
  keepDraft(config, draft);
  return config;
}

/** Values of the user that contradict what the back end was made with. */
function contradictions({ spec, document }: Draft, source: DocumentSource): ConfigProblem[] {
  const { fixed = {} } = spec;
  return definedKeys(fixed).flatMap((key) => {
    const [found, decided] = [valueAt(document, key), valueAt(fixed, key)];
    if (found === undefined || found === decided || !source.isSet(key)) return [];
    const expected = `${JSON.stringify(decided)}, which the back end was made with`;
    return [{ code: 'CONFIG_CONFLICT', key, found, expected } as const];
  });
}

function warningsOf({ remarks = [] }: ConfigSpec, document: JsonObject, source: DocumentSource): ConfigWarning[] {
  return remarks.flatMap(({ kind, key, alsoAt = [], message, when }) => {
    const applies = [key, ...alsoAt].find((at) => {
      const value = valueAt(document, at);
      return value !== undefined && source.isSet(at) && (when?.(value, document) ?? true);
    });
    return applies === undefined ? [] : [{ kind, key: applies, message }];
  });
}

function refuse(problems: readonly ConfigProblem[], origin: ConfigOrigin): void {
  if (problems.length > 0) throw problemsError(problems, origin);
}

function describe({ spec, source }: Draft, settings: object) {
  const { platform, method, objective, trainerDir, flat } = spec;
  const datasetFile = valueAt(settings, flat.datasetFile) as string | null | undefined;
  return {
    method, platform, configPath: source.file, trainerDir,
    objective: typeof objective === 'string' ? objective : (valueAt(settings, objective.key) as string),
    modelName: valueAt(settings, flat.modelName) as string,
    ...(datasetFile == null ? {} : { datasetFile }),
    epochs: valueAt(settings, flat.epochs) as number,
    batchSize: valueAt(settings, flat.batchSize) as number,
    learningRate: valueAt(settings, flat.learningRate) as number,
  };
}

function notOverridable(isForeign: boolean): ConfigurationError {
  const message = isForeign
    ? 'This configuration was not made by loadConfig of this copy of @tuner/core: a copy of one, for example.'
    : 'A configuration that is loaded cannot get another file.';
  return new ConfigurationError('CONFIG_INVALID', message, {
    hint: 'Call loadConfig, with configPath where you need one.',
  });
}
