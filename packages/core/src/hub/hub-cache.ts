import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of the hub's client, as huggingface_hub decides it. */
export function hubHome(env: NodeJS.ProcessEnv): string {
  return env['HF_HOME'] || join(env['XDG_CACHE_HOME'] || join(userHome(env), '.cache'), 'huggingface');
}

/** The hub's cache, as huggingface_hub decides it. */
export function hubCache(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(hubHome(env), 'hub');
  return cache.startsWith('~') ? join(userHome(env), cache.slice(1)) : cache;
}

/** Where a cache keeps a model of the hub. */
export function cachedModel(cache: string, name: string): string {
  return join(cache, `models--${name.replaceAll('/', '--')}`);
}

/** Whether the hub is switched off. */
export function isHubOffline(env: NodeJS.ProcessEnv): boolean {
  return ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'].some((name) => /^(1|true|yes|on)$/i.test(env[name] ?? ''));
}

function userHome(env: NodeJS.ProcessEnv): string {
  return env['HOME'] ?? env['USERPROFILE'] ?? homedir();
}
