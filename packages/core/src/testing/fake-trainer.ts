import { existsSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorJson } from '../contract/error-json.ts';
import type { LaunchDocument } from '../contract/launch.ts';
import type { AckRecord } from '../contract/records.ts';
import { FORMAT_VERSION, WIRE_VERSION } from '../contract/versions.ts';
import type { EventContent, WireEvent } from '../contract/wire-events.ts';

/** What a {@link FakeScript} can do: what a real trainer does, without Python. */
export interface FakeTrainer {
  readonly launch: LaunchDocument;
  /** Writes one event, as a trainer would. */
  emit(event: EventContent<WireEvent>): Promise<void>;
  /** Writes a complete checkpoint. */
  checkpoint(step: number, values?: Record<string, number>): Promise<void>;
  /** What was asked for meanwhile. */
  request(): 'stop' | 'cancel' | undefined;
  /** Lets time pass, in milliseconds. */
  wait(ms: number): Promise<void>;
}

/** How a fake training ends. */
export type FakeEnding =
  | { readonly outcome: 'finished'; readonly step: number }
  | { readonly outcome: 'stopped'; readonly step: number; readonly saved: boolean }
  | { readonly outcome: 'failed'; readonly step: number; readonly error: ErrorJson };

/** A training played instead of computed. */
export type FakeScript = (trainer: FakeTrainer) => Promise<FakeEnding>;

/** Makes the fake trainer of one attempt. */
export function createFakeTrainer(launch: LaunchDocument): FakeTrainer {
  const path = (role: keyof LaunchDocument['files']) => launch.files[role] ?? '';
  const emit = (event: EventContent<WireEvent>) => {
    const line = { v: WIRE_VERSION, attempt: launch.attempt, time: new Date().toISOString(), ...event };
    return appendFile(path('events'), `${JSON.stringify(line)}\n`);
  };
  return {
    launch,
    emit,
    async checkpoint(step, values = {}) {
      const folder = join(path('checkpoints'), `checkpoint-${step}`);
      await mkdir(folder, { recursive: true });
      const files = [await writeHashed(folder, 'adapter_model.safetensors', `step ${step}`)];
      const manifest = { formatVersion: FORMAT_VERSION, step, epoch: null, createdAt: new Date().toISOString(), kind: 'adapter', values, files };
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
      await emit({ type: 'checkpoint', action: 'saved', step, path: folder });
    },
    request() {
      if (existsSync(join(path('requests'), 'cancel.json'))) return 'cancel';
      return existsSync(join(path('requests'), 'stop.json')) ? 'stop' : undefined;
    },
    wait: (ms) => sleep(ms),
  };
}

async function writeHashed(folder: string, name: string, text: string) {
  await writeFile(join(folder, name), text);
  return { path: name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

/** Writes what a finished training leaves: every file of the first set of required outputs. */
export async function writeOutputs(launch: LaunchDocument): Promise<void> {
  await mkdir(launch.files.model ?? '', { recursive: true });
  for (const file of launch.requiredOutputs[0] ?? []) await writeFile(file, '{}');
}

/** The acknowledgement that goes with an ending. */
export function ackOf(ending: FakeEnding): AckRecord {
  const saved = ending.outcome === 'finished' || (ending.outcome === 'stopped' && ending.saved);
  const error = ending.outcome === 'failed' ? { error: ending.error } : {};
  return { formatVersion: FORMAT_VERSION, outcome: ending.outcome, step: ending.step, saved, checkpoint: null, ...error };
}

/** Ten steps with a falling loss and a checkpoint at the end, from where it is resumed; heeds `stop` and `cancel`. */
export const fakeTraining: FakeScript = async (trainer) => {
  const totalSteps = 10;
  await trainer.emit({ type: 'phase', name: 'training' });
  const first = (trainer.launch.resume?.from?.step ?? 0) + 1;
  for (let step = first; step <= totalSteps; step += 1) {
    const asked = trainer.request();
    if (asked === 'stop') await trainer.checkpoint(step - 1);
    if (asked) return { outcome: 'stopped', step: step - 1, saved: asked === 'stop' };
    await trainer.emit({ type: 'metrics', step, epoch: step / totalSteps, values: { loss: 3 / step } });
    await trainer.emit(progressAt(step, totalSteps));
    await trainer.wait(5);
  }
  await trainer.checkpoint(totalSteps, { eval_loss: 0.3 });
  return { outcome: 'finished', step: totalSteps };
};

function progressAt(step: number, totalSteps: number): EventContent<Extract<WireEvent, { type: 'progress' }>> {
  return {
    type: 'progress', step, totalSteps, epoch: step / totalSteps, totalEpochs: 1, loss: 3 / step, learningRate: 1e-4,
    gradNorm: 1, tokens: step * 100, tokensPerSecond: 2000, secondsPerStep: 0.05, etaSeconds: (totalSteps - step) * 0.05,
    memoryBytes: null, peakMemoryBytes: null,
  };
}
