import { join } from 'node:path';
import type { Patient } from './patient.ts';

/** Where the model hub is asked. */
export function hubEndpoint(env: NodeJS.ProcessEnv): string {
  return (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/$/, '');
}

/** Whether the hub is switched off. */
export function isHubOffline(env: NodeJS.ProcessEnv): boolean {
  return ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'].some((name) => /^(1|true|yes|on)$/i.test(env[name] ?? ''));
}

/** Whether a model has to come from the hub: no folder, not built in, not in the hub's cache. */
export function isHubModel({ machine }: Patient, model: string): boolean {
  if (!/^[\w.-]+\/[\w.-]+$/.test(model) || machine.exists(model)) return false;
  return !machine.exists(join(hubCache(machine.env), `models--${model.replace('/', '--')}`, 'snapshots'));
}

/** The token that the hub's client would take; `undefined` without one. */
export async function hubToken({ machine }: Patient): Promise<string | undefined> {
  const { env } = machine;
  const file = env['HF_TOKEN_PATH'] || join(hubHome(env), 'token');
  const token = env['HF_TOKEN'] || env['HUGGING_FACE_HUB_TOKEN'] || (await machine.readText(file));
  return token?.trim() || undefined;
}

function hubHome(env: NodeJS.ProcessEnv): string {
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] ?? env['USERPROFILE'] ?? '', '.cache');
  return env['HF_HOME'] || join(cache, 'huggingface');
}

function hubCache(env: NodeJS.ProcessEnv): string {
  return env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(hubHome(env), 'hub');
}
