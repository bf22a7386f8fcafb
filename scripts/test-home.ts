import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentsFolder } from '../packages/core/src/environment/environment-paths.ts';
import { resolveHome } from '../packages/core/src/runs/home.ts';

// Every test file has its own home and locks; the Python environments alone are shared, by their hash.
process.env['TUNER_ENVIRONMENTS'] = environmentsFolder(resolveHome());
process.env['TUNER_HOME'] = mkdtempSync(join(tmpdir(), 'tuner-test-'));
process.env['TUNER_LOCKS'] = join(process.env['TUNER_HOME'], 'locks');

// The tiny model is too small to share out: on a busy machine, threads that wait for each other take five times as long.
process.env['OMP_NUM_THREADS'] ??= '1';
