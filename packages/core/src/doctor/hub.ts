import { join } from 'node:path';
import { cachedModel, hubCache, hubHome } from '../hub/hub-cache.ts';
import type { Patient } from './patient.ts';

/** Where the model hub is asked. */
export function hubEndpoint(env: NodeJS.ProcessEnv): string {
  return (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/$/, '');
}

/** Whether a model has to come from the hub: no folder, not built in, not in the hub's cache. */
export function isHubModel({ machine }: Patient, model: string): boolean {
  if (!/^[\w.-]+\/[\w.-]+$/.test(model) || machine.exists(model)) return false;
  return !machine.exists(join(cachedModel(hubCache(machine.env), model), 'snapshots'));
}

/** The token that the hub's client would take; `undefined` without one. */
export async function hubToken({ machine }: Patient): Promise<string | undefined> {
  const { env } = machine;
  const file = env['HF_TOKEN_PATH'] || join(hubHome(env), 'token');
  const token = env['HF_TOKEN'] || env['HUGGING_FACE_HUB_TOKEN'] || (await machine.readText(file));
  return token?.trim() || undefined;
}
