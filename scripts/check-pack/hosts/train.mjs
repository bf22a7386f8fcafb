// What every host does: trains the tiny model with one back end and prints a report, one line of JSON.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const colours = ['red', 'blue', 'green', 'grey', 'pink', 'black', 'white', 'amber'];
const rows = colours.map((colour) => ({
  messages: [{ role: 'user', content: `Paint it ${colour}` }, { role: 'assistant', content: `paint("${colour}")` }],
}));

const plain = { gradient_accumulation_steps: 1, lr_scheduler_type: 'constant', warmup_ratio: 0 };
const evaluated = { ...plain, eval_strategy: 'epoch', eval_on_start: true };

/** By back end: its method, and settings that suit eight rows and a CPU. */
const METHODS = {
  rtx: {
    method: 'sft',
    settings: (rowsFile) => ({
      model: { load_in_4bit: false },
      dataset: { evaluation_file: rowsFile },
      training: { ...evaluated, max_seq_length: 64, bf16: false, optim: 'adamw_torch', dataloader_pin_memory: false },
    }),
  },
  mac: {
    method: 'mlx',
    settings: (rowsFile) => ({
      model: { max_seq_length: 128 },
      data: { evaluation_file: rowsFile },
      training: { ...evaluated, gradient_checkpointing: false },
    }),
  },
};

/** Trains with the back end `name` of `tuner` and prints what came of it. */
export async function train(tuner, name) {
  const { method, settings } = METHODS[name];
  mkdirSync(tuner.home, { recursive: true });
  const datasetFile = join(tuner.home, 'rows.jsonl');
  writeFileSync(datasetFile, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const overrides = { modelName: 'builtin:tiny', datasetFile, epochs: 3, batchSize: 4, learningRate: 5e-3 };
  const config = await tuner.loadConfig(name, method, { ...overrides, settings: settings(datasetFile) });
  await tuner.ensureEnvironment(name);
  const run = await tuner.train(config);
  const losses = [];
  for await (const event of run.events()) if (event.type === 'evaluation') losses.push(event.values.eval_loss);
  const result = await run.result;
  const { record } = await tuner.runs.get(run.id);
  console.log(JSON.stringify({
    node: process.versions.node,
    status: result.status,
    error: result.error?.message,
    losses,
    hasAdapter: result.status === 'succeeded' && existsSync(join(result.artifact.path, 'adapter_config.json')),
    assets: record.assets,
    canWriteProgram: canWrite(dirname(process.argv[1])),
  }));
}

function canWrite(folder) {
  const probe = join(folder, 'probe.txt');
  try {
    writeFileSync(probe, '');
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}
