// A program that trains, as users write them: obeys commands on its standard input until that ends, or it is killed.
import { createInterface } from 'node:readline';
import { MacBackend } from '@tuner/backend-mac';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, type RunHandle } from '@tuner/core';
import { chainBackend } from '../chain/chain-backend.ts';
import { seenEvents } from '../checks/seen-events.ts';
import type { Answer, Command, HostFiles } from './commands.ts';

const files = JSON.parse(process.argv[2] ?? '{}') as HostFiles;
const backends = [chainBackend(files), new RTXBackend({ device: 'cpu' }), new MacBackend({ device: 'cpu' })];
const tuner = createTuner({ backends, home: files.home });
/** The newest handle of each run, and what its follower saw. */
const runs = new Map<string, { readonly handle: RunHandle; readonly seen: ReturnType<typeof seenEvents> }>();

function keep(handle: RunHandle): void {
  const seen = seenEvents(handle.events());
  seen.catch(() => undefined);
  runs.set(handle.id, { handle, seen });
}

async function handleOf(runId: string): Promise<RunHandle> {
  if (!runs.has(runId)) keep(await tuner.runs.attach(runId));
  return runs.get(runId)!.handle;
}

async function obey(command: Command): Promise<Omit<Answer, 'id'>> {
  switch (command.do) {
    case 'train': {
      // One call for all back ends: the types of each are tested elsewhere.
      const config = await tuner.backends.get(command.backend).loadConfig(command.method, command.overrides);
      keep(await tuner.train(config, { ...command.options, runId: command.runId }));
      return {};
    }
    case 'attach': keep(await tuner.runs.attach(command.runId)); return {};
    case 'resume':
      // Who stops meanwhile means the new attempt.
      runs.delete(command.runId);
      keep(await tuner.runs.resume(command.runId, command.options)); return {};
    case 'status': return { status: (await tuner.runs.get(command.runId)).status };
    case 'stop': return { status: (await (await handleOf(command.runId)).stop({ graceMs: command.graceMs })).status };
    case 'cancel': return { status: (await (await handleOf(command.runId)).cancel()).status };
    case 'detach': await (await handleOf(command.runId)).detach(); return {};
    case 'result': {
      const { status } = await (await handleOf(command.runId)).result;
      return { status, seen: await runs.get(command.runId)!.seen };
    }
    case 'reconcile': await tuner.runs.reconcile(); return {};
    case 'close': await tuner.close({ runs: command.runs }); return {};
  }
}

async function answer(line: string): Promise<void> {
  const { id, ...command } = JSON.parse(line) as Command & { readonly id: number };
  const said = await obey(command).catch((error: { code?: string; message?: string }) => ({
    error: { code: error.code ?? 'UNEXPECTED', message: String(error.message) },
  }));
  process.stdout.write(`${JSON.stringify({ id, ...said })}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => void answer(line)).on('close', () => process.exit());
process.stdout.write('{}\n');
