/** The proxy that the environment names for an address; `undefined` when it is asked directly. */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const value = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  if ((value('NO_PROXY') ?? '').split(',').some((entry) => isMeant(url.hostname, entry.trim()))) return undefined;
  const named = value(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? value('ALL_PROXY');
  if (named === undefined) return undefined;
  return URL.parse(named.includes('://') ? named : `http://${named}`) ?? undefined;
}

function isMeant(host: string, entry: string): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const name = entry.replace(/:\d+$/, '').replace(/^\*?\./, '');
  return host === name || host.endsWith(`.${name}`);
}
