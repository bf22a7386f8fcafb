import type { RunEvent } from '@tuner/core';
import { markdownTable } from '../../scripts/markdown-table.ts';
import { tinyTraining } from './tiny-training.ts';

const PARTS = [0.25, 0.5] as const;

interface Said { readonly at: number; readonly step: number; readonly seconds: number | null }

/** What was said of the time that remained, and how long it took: of runs, every second of them resumed at a third. */
export async function measureEta(home: string, runs: number, steps: number): Promise<string> {
  const { tuner, pythonPath, configOf } = await tinyTraining(home);
  const config = await configOf({ steps, every: Math.ceil(steps / 10) });
  const rows = [];
  for (let index = 0; index < runs; index += 1) {
    let run = await tuner.train(config, { pythonPath });
    const stopsAt = index % 2 === 1 ? steps / 3 : 0;
    if (stopsAt > 0) {
      for await (const event of run.events()) if (event.type === 'progress' && event.step >= stopsAt) break;
      await run.stop();
      run = await tuner.runs.resume(run.id);
    }
    const said = await listen(run.events(), run.attempt);
    rows.push([String(index + 1), stopsAt > 0 ? 'resumed' : 'whole', ...PARTS.flatMap((part) => judge(said, part))]);
  }
  await tuner.close();
  return markdownTable(['run', 'attempt', '25 %: said, took (s)', 'off by', '50 %: said, took (s)', 'off by'], rows);
}

async function listen(events: AsyncIterable<RunEvent>, attempt: number): Promise<Said[]> {
  const said: Said[] = [];
  for await (const event of events) {
    if (event.type !== 'progress' || event.attempt !== attempt) continue;
    said.push({ at: Date.parse(event.time) / 1000, step: event.step, seconds: event.etaSeconds });
  }
  return said;
}

/** The word when so much of the attempt's steps was done, against the time until the training ended. */
function judge(said: readonly Said[], part: number): [string, string] {
  const [first, last] = [said[0]!, said.at(-1)!];
  const word = said.find(({ step }) => step >= first.step + (last.step - first.step) * part)!;
  const took = last.at - word.at;
  const off = 100 * ((word.seconds ?? Number.NaN) / took - 1);
  return [`${word.seconds?.toFixed(1)}, ${took.toFixed(1)}`, `${off >= 0 ? '+' : ''}${off.toFixed(0)} %`];
}
