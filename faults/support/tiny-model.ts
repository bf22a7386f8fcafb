import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kit, Place } from '../trial.ts';
import { managedPython } from './python.ts';

const TRAINERS = fileURLToPath(new URL('../../Trainers', import.meta.url));

/** A folder of its own with the tiny model, to be damaged. */
export async function tinyModel(place: Place, kit: Kit): Promise<string> {
  const folder = join(place.folder, 'model');
  execFileSync(await managedPython(kit), ['-m', 'tuner_trainers.tiny_model', '--out', folder], { cwd: TRAINERS, stdio: 'pipe' });
  return folder;
}

/** Makes every weight zero, as a failed conversion does. */
export function zeroWeights(folder: string): void {
  const path = join(folder, 'model.safetensors');
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, 8 + Number(bytes.readBigUInt64LE())));
}

/** Gives the tokenizer another chat template. */
export function useTemplate(folder: string, template: string): void {
  writeFileSync(join(folder, 'chat_template.jinja'), template);
}
