import type { LaunchDocument } from '@tuner/core/contract';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spread, type Figure } from './figures.ts';
import { costOf, ownCpu, pidOf } from './process-cost.ts';
import { tinyTraining } from './tiny-training.ts';

const alone = new URL('python/train_alone.py', import.meta.url).pathname;

/** Seconds of a training's loop. */
interface Loop { readonly wall: number; readonly cpu: number }
interface Watched extends Loop { readonly supervisor: number; readonly host: number; readonly directory: string }
interface Alone extends Loop { readonly events: Loop & { readonly count: number } }

/**
 * What Tuner costs a training: processor seconds of supervisor, host and the writing of events over those of the
 * trainer, and the wall time of its loop with all that and without, in turns.
 */
export async function measureTax(home: string, pairs: number, steps: number): Promise<Figure[]> {
  const { tuner, pythonPath, configOf } = await tinyTraining(home);
  const config = await configOf({ steps, every: 0 });
  const watch = async () => watched(await tuner.train(config, { pythonPath }));
  const { directory } = await watch();
  const written = trainAlone(pythonPath, directory, 'on');
  const [taxes, ratios, rates] = [[], [], []] as [number[], number[], number[]];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Which comes first alternates: what the machine does meanwhile falls on both.
    const first = pair % 2 === 0 ? await watch() : undefined;
    const bare = trainAlone(pythonPath, directory, 'off');
    const { supervisor, host, cpu, wall } = first ?? (await watch());
    taxes.push((100 * (supervisor + host + written.events.cpu)) / cpu);
    ratios.push(100 * (wall / bare.wall - 1));
    rates.push(steps / wall);
  }
  await tuner.close();
  const { count, cpu, wall } = written.events;
  const share = (seconds: number, of: number) => `${((100 * seconds) / of).toFixed(2)} %`;
  return [
    {
      what: `CPU of supervisor, host and events over the trainer's, ${pairs} pairs at ${spread(rates)} steps/s`,
      value: `${spread(taxes, 2)} %`, goal: '0.5 %',
    },
    {
      what: `writing its ${count} events inside the trainer: of its CPU, of its time, each`,
      value: `${share(cpu, written.cpu)}, ${share(wall, written.wall)}, ${((1e6 * cpu) / count).toFixed(0)} µs`,
    },
    { what: 'its loop takes longer with Tuner than without: wall', value: `${spread(ratios, 1)} %`, goal: '0.5 %' },
  ];
}

type Run = Awaited<ReturnType<Awaited<ReturnType<typeof tinyTraining>>['tuner']['train']>>;

/** Follows a run as a program that shows its progress does; measures between the begin and the end of its loop. */
async function watched(run: Run): Promise<Watched> {
  const pids = { supervisor: pidOf(run.directory, 'supervisor'), trainer: pidOf(run.directory, 'process') };
  const now = () => ({
    wall: performance.now() / 1000, cpu: costOf(pids.trainer).cpu, supervisor: costOf(pids.supervisor).cpu,
    host: ownCpu(),
  });
  let [begun, ended] = [now(), now()];
  for await (const event of run.events()) {
    if (event.type === 'phase' && event.name === 'training') begun = now();
    if (event.type === 'phase' && event.name === 'saving_model') ended = now();
  }
  const { status } = await run.result;
  if (status !== 'succeeded') throw new Error(`The training was ${status}: ${run.directory}`);
  const between = (key: keyof typeof begun) => ended[key] - begun[key];
  const costs = { cpu: between('cpu'), supervisor: between('supervisor'), host: between('host') };
  return { ...costs, wall: between('wall'), directory: run.directory };
}

/** The same training by its launch document, with files of its own and nobody around. */
function trainAlone(pythonPath: string, directory: string, mode: 'on' | 'off'): Alone {
  const launch = JSON.parse(readFileSync(join(directory, 'attempts/1/launch.json'), 'utf8')) as LaunchDocument;
  const folder = join(directory, `alone-${mode}-${performance.now()}`);
  mkdirSync(folder);
  const at = (name: string) => join(folder, name);
  const own = { launch: at('launch.json'), events: at('events.jsonl'), ack: at('ack.json'), requests: folder };
  const files = { ...launch.files, ...own, model: at('model'), checkpoints: at('checkpoints') };
  writeFileSync(at('launch.json'), JSON.stringify({ ...launch, files, attached: false }));
  const script = launch.process.argv.find((argument) => argument.endsWith('.py')) ?? '';
  execFileSync(pythonPath, [alone, at('report.json'), mode, script, '--launch', at('launch.json')], {
    stdio: 'ignore', cwd: launch.process.cwd, env: { ...process.env, ...launch.process.env },
  });
  return JSON.parse(readFileSync(at('report.json'), 'utf8')) as Alone;
}
