import { dirname } from 'node:path';
import type { ConfigWarning } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import type { ConfigOrigin } from './config-problem.ts';
import type { ConfigSpec, DocumentSource } from './config-spec.ts';
import type { YamlFile } from './read-yaml.ts';

/** What a configuration was made of: its document before defaults, and who set what. */
export interface Draft {
  readonly spec: ConfigSpec;
  readonly source: YamlFile;
  readonly document: JsonObject;
  /** Each overridden key, and what the program called it. */
  readonly overridden: ReadonlyMap<string, string>;
  /** What was found out about it besides. */
  readonly foundOut: readonly ConfigWarning[];
}

/**
 * How a configuration was made, so that `overrideConfig` can check it again without a back end. Kept beside the object
 * and not in it: a configuration is plain data, in JSON and for `structuredClone`, and no functions hide in it.
 */
const drafts = new WeakMap<object, Draft>();

/** How `config` was made; `undefined` when another copy of this made it. */
export function draftOf(config: object): Draft | undefined {
  return drafts.get(config);
}

/** Keeps how `config` was made. */
export function keepDraft(config: object, draft: Draft): void {
  drafts.set(config, draft);
}

/** Where the values of a draft come from, for those who are told what is wrong with them. */
export function originOf({ source, overridden }: Draft): ConfigOrigin {
  const overrideOf = (key: string) => [...overridden].find(([path]) => path === key || key.startsWith(`${path}.`))?.[1];
  return { file: source.file, positions: source.positions, overrideOf };
}

/** Who set the values of a draft. */
export function sourceOf({ spec, source }: Draft, { overrideOf, positions }: ConfigOrigin): DocumentSource {
  return {
    isSet: (key) => overrideOf(key) !== undefined || (source.file !== spec.file && positions.has(key)),
    folderOf: (key) => (overrideOf(key) === undefined ? dirname(source.file) : process.cwd()),
  };
}
