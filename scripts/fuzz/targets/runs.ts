import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTuner, isTunerError, openRun } from '@tuner/core';
import { fakeBackend, fakeExecutor } from '@tuner/core/testing';
import * as fc from 'fast-check';
import { target } from '../fuzz-target.ts';
import { anything, mutated } from '../mutated.ts';

const executor = fakeExecutor(async (trainer) => {
  await trainer.emit({ type: 'metrics', step: 1, epoch: 0.5, values: { loss: 2 } });
  await trainer.checkpoint(1);
  return { outcome: trainer.launch.attempt > 1 ? 'finished' : 'stopped', step: 1, saved: true };
});

/** A run that was stopped, in a home of its own. */
async function stoppedRun(folder: string) {
  const tuner = createTuner({ backends: [fakeBackend()], executor, home: folder });
  const datasetFile = join(folder, 'rows.jsonl');
  writeFileSync(datasetFile, '{"text":"a"}\n');
  const run = await tuner.train(await tuner.loadConfig('fake', 'sft', { datasetFile }), { runId: 'run' });
  await run.result;
  return { tuner, run };
}

const EVENT = '{"v":1,"attempt":1,"time":"2026-01-01T00:00:00.000Z","type":"metrics","step":2,"epoch":null,"values":{"loss":1}}';
const FILES = [
  'run.json', 'config.json', 'attempts/1/launch.json', 'attempts/1/host.json', 'attempts/1/supervisor.json',
  'attempts/1/process.json', 'attempts/1/ack.json', 'attempts/1/exit.json', 'attempts/1/result.json',
  'attempts/1/stop.json', 'checkpoints/checkpoint-1/manifest.json',
];

/** Readers of what lies in a run directory, and of how a run is started. */
export const RUNS = [
  target({
    name: 'lines of events',
    input: fc.array(fc.oneof(mutated(EVENT), fc.string({ maxLength: 40 })), { maxLength: 6 }),
    async read(lines, folder) {
      const { run } = await stoppedRun(folder);
      const before = (await Array.fromAsync(run.events())).length;
      const whole = lines.map((line) => line.replaceAll(/[\n\r]/g, ' ')).filter((line) => line.trim() !== '');
      appendFileSync(join(run.directory, 'events.jsonl'), whole.map((line) => `${line}\n`).join(''));
      const reader = await openRun(run.directory);
      const events = await Array.fromAsync(reader.events());
      if (events.length !== before + whole.length) throw new Error(`${whole.length} lines are ${events.length - before} events.`);
      await reader.metrics();
    },
  }),
  target({
    name: 'files of a run',
    input: fc.tuple(fc.constantFrom(...FILES), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }), fc.oneof(fc.json(), fc.string({ maxLength: 9 })), fc.boolean()),
    async read([name, places, piece, isWhole], folder) {
      const { tuner, run } = await stoppedRun(folder);
      const path = join(run.directory, name);
      mkdirSync(dirname(path), { recursive: true });
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '{}';
      const spoil = (now: string, at: number) => now.slice(0, Math.floor(at * now.length)) + piece + now.slice(Math.floor(at * now.length) + piece.length);
      writeFileSync(path, isWhole ? piece : places.reduce(spoil, text));
      const asked = [
        () => tuner.runs.list(), () => tuner.runs.get('run'), () => tuner.runs.reconcile(), () => run.result, () => run.checkpoints(),
        async () => (await openRun(run.directory)).metrics(), async () => Array.fromAsync((await openRun(run.directory)).events()),
        async () => (await tuner.runs.attach('run')).status(), async () => (await tuner.runs.resume('run')).result,
        () => run.supportBundle(), () => tuner.runs.delete('run'),
      ];
      for (const ask of asked) await ask().catch(onlyTyped);
    },
  }),
  target({
    name: 'options of a training',
    input: fc.oneof(anything, fc.dictionary(
      fc.constantFrom('signal', 'detached', 'devices', 'queue', 'stallMs', 'onStall', 'pythonPath', 'runId', 'from', 'preflight', 'tags', 'other'), anything,
    )),
    async read(options, folder) {
      const { tuner } = await stoppedRun(folder);
      const config = await tuner.loadConfig('fake', 'sft', { datasetFile: join(folder, 'rows.jsonl') });
      await (await tuner.train(config, options as never)).result;
      await tuner.runs.list();
    },
  }),
];

function onlyTyped(error: unknown): void {
  if (!isTunerError(error)) throw error;
}
