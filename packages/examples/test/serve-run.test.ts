import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner, type RunHandle } from '@tuner/core';
import { fakeBackend, fakeExecutor, type FakeScript } from '@tuner/core/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStream } from '../src/loss-page/read-stream.ts';
import { serveRun } from '../src/loss-page/serve-run.ts';

// The server alone, on a run that is played: whatever a browser may ask.
let home: string;
let server: Server;
let run: RunHandle;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tuner-serve-'));
  writeFileSync(join(home, 'rows.jsonl'), '{"text":"hello"}\n');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await run.result;
  rmSync(home, { recursive: true, force: true });
});

async function serve(script?: FakeScript): Promise<string> {
  const tuner = createTuner({ backends: [fakeBackend()], executor: fakeExecutor(script), home });
  run = await tuner.train(await tuner.loadConfig('fake', 'sft', { datasetFile: join(home, 'rows.jsonl') }));
  const served = await serveRun(run);
  server = served.server;
  return served.url;
}

test('every place to be cut off at leads on to the same whole', async () => {
  const url = await serve();
  await run.result;
  const all = (await Array.fromAsync(run.events())).map(({ seq }) => seq);
  for (const at of all.slice(0, -1)) {
    expect([...all.slice(0, at), ...(await readStream(`${url}events`, at))]).toEqual(all);
  }
  expect(await readStream(`${url}events`, 0)).toEqual(all);
});

test('an ended run has nothing for who has seen all of it: 204, so that a browser stops asking', async () => {
  const url = await serve();
  await run.result;
  const { length } = await Array.fromAsync(run.events());
  expect((await fetch(`${url}events`, { headers: { 'last-event-id': String(length) } })).status).toBe(204);
});

test('who has seen all of a run that goes on waits for what comes; who leaves disturbs nobody', async () => {
  let goOn = () => {};
  const url = await serve(async (trainer) => {
    await new Promise<void>((resolve) => { goOn = resolve; });
    await trainer.emit({ type: 'phase', name: 'late' });
    return { outcome: 'finished', step: 0 };
  });
  const seen = await readStream(`${url}events`, 0, 3);
  const waiting = readStream(`${url}events`, 3);
  await readStream(`${url}events`, 0, 1);
  goOn();
  expect([...seen, ...(await waiting)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await run.result).status).toBe('succeeded');
});

test.each([
  ['events', { headers: { 'last-event-id': 'x' } }, 400],
  ['events', { headers: { 'last-event-id': '-1' } }, 400],
  ['events', { method: 'POST' }, 405],
  ['../package.json', {}, 404],
  ['toString', {}, 404],
])('%s with %o is refused with %i', async (path, options, status) => {
  const url = await serve();
  expect((await fetch(url + path, options)).status).toBe(status);
});
