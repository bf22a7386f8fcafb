import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTuner, type Executor, type RunHandle, type TrainingConfig, type TrainOptions } from '@tuner/core';
import { kitParts, laidOver } from '../kits.ts';
import type { Arranged, Overrides, Place, Rows, Trial } from '../trial.ts';
import { ofError, ofEvent, ofRemark, type Said } from './said.ts';

/** How a trial is tried. */
export interface TryOptions {
  /** An empty folder of its own. */
  readonly folder: string;
  /** What plays the training, where only what comes before it is of interest. */
  readonly executor?: Executor;
  /** When enough was said, the run is cancelled. */
  isEnough?(said: readonly Said[]): boolean;
}

/** Tries a trial through the public API: loads, trains, listens; gives all that a user was told. */
export async function tryTrial(trial: Trial, options: TryOptions): Promise<Said[]> {
  const place = placeAt(options.folder);
  const arranged = (await trial.arrange?.(place)) ?? {};
  const said: Said[] = [];
  const run = await withVariables(arranged.variables, () => start(trial, place, arranged, options, said)).catch((error: unknown) => {
    said.push(ofError(error, 'before start'));
  });
  if (run) await listen(trial, run, said, options);
  return said;
}

/** Those who have changed the variables of this program, one after the other. */
let changing: Promise<unknown> = Promise.resolve();

/** Does something with other variables of the environment, alone among those who need some. */
async function withVariables<T>(variables: Arranged['variables'], work: () => Promise<T>): Promise<T> {
  if (!variables) return work();
  const turn = changing.then(async () => {
    const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    Object.assign(process.env, variables);
    return work().finally(() => restore(before));
  });
  changing = turn.catch(() => undefined);
  return turn;
}

async function start(
  trial: Trial, place: Place, arranged: Arranged, { executor }: TryOptions, said: Said[],
): Promise<RunHandle> {
  const { method, backend: usual } = kitParts(trial.on);
  const backend = arranged.backend ?? usual;
  const tuner = createTuner({ backends: [backend], home: arranged.home ?? join(place.folder, 'home'), ...(executor ? { executor } : {}) });
  const config = await tuner.loadConfig(backend.name, method, overridesOf(trial, place, arranged) as never) as TrainingConfig;
  said.push(...config.warnings.map(ofRemark));
  return tuner.train(config, { ...trial.options, ...arranged.options } as TrainOptions);
}

function overridesOf(trial: Trial, place: Place, { overrides, datasetFile }: Arranged): Overrides {
  const { yaml, rows, heldOut } = trial;
  const kit = kitParts(trial.on);
  const file = datasetFile ?? place.write('rows.jsonl', rows ?? kit.rows);
  const [section, key] = kit.heldOutKey;
  const held = heldOut === undefined ? {} : { settings: { [section]: { [key]: place.write('held-out.jsonl', heldOut) } } };
  const base = yaml === undefined
    ? laidOver(kit.overrides, { datasetFile: file })
    : { configPath: place.write('own.yaml', yaml) };
  return laidOver(laidOver(laidOver(base, held), trial.overrides), overrides);
}

async function listen(trial: Trial, run: RunHandle, said: Said[], { isEnough }: TryOptions): Promise<void> {
  let step = 0;
  const happening = trial.during?.(run);
  for await (const event of run.events()) {
    if (event.type === 'progress') step = event.step;
    said.push(...ofEvent(event, step));
    if (isEnough?.(said)) void run.cancel();
  }
  await happening;
  const result = await run.result;
  if ('error' in result) said.push(ofError(result.error, step <= 20 ? 'first 20 steps' : 'later'));
}

function placeAt(folder: string): Place {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    write(name, content) {
      const path = join(folder, name);
      if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, textOf(content));
      return path;
    },
  };
}

function textOf(content: Rows): string | Uint8Array {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  return content.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function restore(before: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
