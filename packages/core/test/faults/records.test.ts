import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { faultTuner } from '../support/fault-tuner.ts';

describe.concurrent('35 a damaged run.json', () => {
  test('at every byte: that run says so, and hides no other', async ({ expect }) => {
    const { tuner, train } = faultTuner();
    const [whole, damaged] = [await train('succeeds_with_output'), await train('succeeds_with_output')];
    await Promise.all([whole.result, damaged.result]);
    const path = join(damaged.directory, 'run.json');
    const text = readFileSync(path, 'utf8');
    const end = text.trimEnd().length;
    for (let length = 0; length < end; length += 1) {
      writeFileSync(path, text.slice(0, length));
      await expect(tuner.runs.get(damaged.id), `${length} bytes`).rejects.toMatchObject({ code: 'RUN_UNREADABLE' });
    }
    const runs = await tuner.runs.list();
    expect(runs.find(({ runId }) => runId === whole.id)?.status).toBe('succeeded');
    const said = runs.find(({ runId }) => runId === damaged.id);
    expect(said).toMatchObject({ status: 'unreadable', reason: expect.any(String) });
  });
});

test('a token in the environment is in no file of the run', async () => {
  vi.stubEnv('HF_TOKEN', 'hf_canaryCANARY0123456789');
  const run = await faultTuner().train('exits_three');
  await run.result;
  vi.unstubAllEnvs();
  const files = readdirSync(run.directory, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(files.length).toBeGreaterThan(8);
  for (const { parentPath, name } of files) {
    expect(readFileSync(join(parentPath, name), 'utf8'), name).not.toContain('canary');
  }
});

describe.concurrent('36 a checkpoint that is not whole', () => {
  const damages: Record<string, (checkpoint: string) => void> = {
    'without its manifest': (checkpoint) => rmSync(join(checkpoint, 'manifest.json')),
    'with a file missing': (checkpoint) => rmSync(join(checkpoint, 'weights')),
    'with a file cut short': (checkpoint) => writeFileSync(join(checkpoint, 'weights'), 'step'),
    'with another byte': (checkpoint) => writeFileSync(join(checkpoint, 'weights'), 'step 7'),
  };

  test.for(Object.keys(damages))('%s: resume goes on from the one before, and says so', async (damage, { expect }) => {
    const { tuner, train } = faultTuner();
    const first = await train('resumes');
    const { checkpoints } = await first.result;
    expect(checkpoints.map(({ step }) => step)).toEqual([5, 6]);
    damages[damage]?.(join(first.directory, 'checkpoints', 'checkpoint-6'));
    const run = await tuner.runs.resume(first.id);
    expect((await run.result).status).toBe('succeeded');
    const events = (await Array.fromAsync(run.events())).filter(({ attempt }) => attempt === 2);
    expect(events.find(({ type }) => type === 'attempt.started')).toMatchObject({ resumedFrom: { step: 5 } });
    expect(events.find(({ type }) => type === 'phase')).toMatchObject({ name: 'resumed', message: 'step 5' });
    // Where a look at the sizes shows it, it is no checkpoint; a byte takes the hash, which a resume looks at.
    if (damage !== 'with another byte') expect((await run.checkpoints()).map(({ step }) => step)).toEqual([5]);
  });
});
