import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EnsureEnvironmentOptions } from '../../contract/executor.ts';
import { badOption } from './bad-option.ts';
import { packageIndex } from './package-index.ts';

/** Where packages come from, as the options of `ensureEnvironment` say; pip's own settings hold for what they leave. */
export interface InstallSources {
  /** An absolute folder of wheels, the only source. */
  readonly wheels?: string;
  readonly index?: string;
  readonly extraIndexes: readonly string[];
  readonly proxy?: string;
}

type SourceOptions = Pick<EnsureEnvironmentOptions, 'wheels' | 'index' | 'extraIndex' | 'proxy'>;

/**
 * Checks the options that say where packages come from.
 * @throws ConfigurationError `CONFIG_INVALID`, `CONFIG_CONFLICT`
 */
export function installSources(options: SourceOptions, env: NodeJS.ProcessEnv = process.env): InstallSources {
  const { wheels, index, extraIndex, proxy } = options;
  if (wheels !== undefined && (index !== undefined || extraIndex !== undefined)) {
    throw badOption('wheels', wheels, 'no index or extraIndex beside it: nothing else is asked', 'CONFIG_CONFLICT');
  }
  const extra: readonly unknown[] = extraIndex === undefined ? [] : [extraIndex].flat();
  return {
    ...(wheels === undefined ? {} : { wheels: wheelFolder(wheels) }),
    ...(index === undefined ? {} : { index: packageIndex('index', index, env) }),
    extraIndexes: extra.map((each) => packageIndex('extraIndex', each, env)),
    ...(proxy === undefined ? {} : { proxy: proxyAddress(proxy) }),
  };
}

function wheelFolder(given: unknown): string {
  if (typeof given !== 'string' || given === '') throw badOption('wheels', given, 'a folder of wheels');
  const folder = resolve(given);
  try {
    if (readdirSync(folder).some((name) => name.endsWith('.whl'))) return folder;
  } catch (error) {
    throw badOption('wheels', folder, `a folder of wheels (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})`);
  }
  throw badOption('wheels', folder, 'a folder with files *.whl: this one has none');
}

function proxyAddress(given: unknown): string {
  const expected = 'an address such as http://proxy.example:3128, with a user and password where it wants them';
  if (typeof given !== 'string') throw badOption('proxy', given, expected);
  const { protocol = '', hostname = '' } = URL.parse(given) ?? {};
  if (!/^https?:$/.test(protocol) || hostname === '') throw badOption('proxy', given, expected);
  return given;
}

/** The variables that give these sources to pip: unlike arguments, other users of the machine cannot read them. */
export function pipVariables({ wheels, index, extraIndexes, proxy }: InstallSources): Record<string, string> {
  return {
    ...(wheels === undefined ? {} : { PIP_NO_INDEX: '1', PIP_FIND_LINKS: pathToFileURL(wheels).href }),
    ...(index === undefined ? {} : { PIP_INDEX_URL: index }),
    ...(extraIndexes.length === 0 ? {} : { PIP_EXTRA_INDEX_URL: extraIndexes.join(' ') }),
    ...(proxy === undefined ? {} : { PIP_PROXY: proxy }),
  };
}

/** The same for uv. */
export function uvVariables({ wheels, index, extraIndexes, proxy }: InstallSources): Record<string, string> {
  return {
    ...(wheels === undefined ? {} : { UV_NO_INDEX: '1', UV_FIND_LINKS: wheels, UV_OFFLINE: '1' }),
    ...(index === undefined ? {} : { UV_DEFAULT_INDEX: index }),
    ...(extraIndexes.length === 0 ? {} : { UV_INDEX: extraIndexes.join(' ') }),
    ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy }),
  };
}
