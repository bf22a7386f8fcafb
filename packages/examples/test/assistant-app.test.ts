import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, TunerError } from '@tuner/core';
import { fakeExecutor, type FakeScript } from '@tuner/core/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { improveAssistant } from '../src/assistant-app/improve-assistant.ts';

// Somebody's app, tested without Python, GPU and waiting: the real back end reads and checks the configuration, only
// the training is played. No program can be found on an empty PATH, so nothing else runs either.
const path = process.env['PATH'];
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tuner-app-'));
  process.env['PATH'] = '';
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(home, { recursive: true, force: true });
});

const feedback = Array.from({ length: 12 }, (_, index) => (
  { prompt: `Note ${index}`, completion: index % 2 ? `create_note("${index}")` : 'What?', label: index % 2 === 1 }
));

/** Lets the app learn, with a training that goes as `script` says; what it showed, and which model it uses then. */
async function learn({ script, rows = feedback, signal }: { script?: FakeScript; rows?: typeof feedback; signal?: AbortSignal }) {
  const shown: { fractions: number[]; words: string[] } = { fractions: [], words: [] };
  const screen = { progress: (fraction: number) => shown.fractions.push(fraction), say: (words: string) => shown.words.push(words) };
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })], executor: fakeExecutor(script), home });
  return { ...shown, tuner, model: await improveAssistant(tuner, 'old-model', rows, screen, signal) };
}

test('uses what was learned, and shows how far it is', async () => {
  const { model, fractions, words, tuner } = await learn({});
  const [run] = await tuner.runs.list();
  expect(run).toMatchObject({ status: 'succeeded', record: { method: 'kto', modelName: 'old-model', tags: { app: 'assistant' } } });
  expect(model).toBe(join(run?.directory ?? '', 'model'));
  expect(existsSync(model)).toBe(true);
  expect(fractions).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(words).toEqual(['Your assistant has learned.']);
  expect(readFileSync(join(home, 'feedback.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line))).toEqual(feedback);
});

test('keeps the old model when memory runs out, and says so', async () => {
  const script: FakeScript = async (trainer) => {
    await trainer.emit({ type: 'phase', name: 'training' });
    throw new TunerError('OUT_OF_MEMORY', 'CUDA out of memory', { details: { device: 'cuda' } });
  };
  const { model, words } = await learn({ script });
  expect(model).toBe('old-model');
  expect(words).toEqual(['This computer has too little memory; your assistant is as it was.']);
});

test('keeps the old model when the user wants the computer back', async () => {
  const controller = new AbortController();
  const script: FakeScript = async (trainer) => {
    controller.abort();
    while (trainer.request() === undefined) await trainer.wait(5);
    return { outcome: 'stopped', step: 3, saved: true };
  };
  const { model, words } = await learn({ script, signal: controller.signal });
  expect(model).toBe('old-model');
  expect(words).toEqual(['Stopped; your assistant is as it was.']);
});

test('does not train on a handful of thumbs', async () => {
  const { model, tuner, words } = await learn({ rows: feedback.slice(0, 3) });
  expect(model).toBe('old-model');
  expect(words).toEqual(['Too few thumbs to learn from yet.']);
  expect(await tuner.runs.list()).toEqual([]);
});
