import { badOption } from './bad-option.ts';

/** The indexes that need no variable. */
const KNOWN: Readonly<Record<string, string>> = {
  pypi: 'https://pypi.org/simple',
  'pytorch-cpu': 'https://download.pytorch.org/whl/cpu',
};

const PREFIX = 'TUNER_INDEX_';

/** The address of an index: an address itself, a known name, or the name of a variable `TUNER_INDEX_<NAME>`. */
export function packageIndex(option: string, given: unknown, env: NodeJS.ProcessEnv = process.env): string {
  if (typeof given !== 'string' || given.trim() === '') throw badOption(option, given, 'an address or a name');
  const byName = given.includes('://') ? given : (env[variableOf(given)] ?? KNOWN[given]);
  if (byName === undefined) throw badOption(option, given, `an address or one of the names ${names(env).join(', ')}`);
  if (isAddress(byName)) return byName;
  const where = byName === given ? option : `${option} (${variableOf(given)})`;
  throw badOption(where, byName, 'an address with https:, http: or file:');
}

function isAddress(text: string): boolean {
  const { protocol = '', hostname = '' } = URL.parse(text) ?? {};
  return protocol === 'file:' || (/^https?:$/.test(protocol) && hostname !== '');
}

function variableOf(name: string): string {
  return `${PREFIX}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** Every name that can be used here. */
function names(env: NodeJS.ProcessEnv): string[] {
  const own = Object.keys(env).filter((key) => key.startsWith(PREFIX));
  const told = own.map((key) => key.slice(PREFIX.length).toLowerCase().replaceAll('_', '-'));
  return [...new Set([...Object.keys(KNOWN), ...told])];
}
