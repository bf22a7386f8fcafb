import { chmodSync } from 'node:fs';
import { createTuner } from '@tuner/core';
import { kitParts } from '../kits.ts';
import type { Kit, Place } from '../trial.ts';

const found = new Map<string, Promise<string>>();

/** The interpreter of the managed environment of a kit, which is built when it is not there. */
export function managedPython(kit: Kit): Promise<string> {
  const { backend } = kitParts(kit);
  const known = found.get(backend.name);
  if (known) return known;
  const python = createTuner({ backends: [backend] }).ensureEnvironment(backend.name).then(({ pythonPath }) => pythonPath);
  found.set(backend.name, python);
  return python;
}

/** An interpreter that does something before it is one: a shell script, in the words of sh. */
export async function pythonAfter(place: Place, kit: Kit, command: string): Promise<string> {
  const path = place.write('python.sh', `#!/bin/sh\n${command}\nexec "${await managedPython(kit)}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
