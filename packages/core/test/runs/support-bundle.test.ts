import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attemptPaths, runPaths } from '../../src/runs/run-paths.ts';
import { redactText } from '../../src/runs/support/redact.ts';
import { writeSupportBundle } from '../../src/runs/support/support-bundle.ts';
import { temporaryFolder } from '../support/temporary.ts';

const CANARIES = {
  hub: 'hf_canaryCANARY123456', key: 'sk-canary-0123456789abcdef', github: 'ghp_canary0123456789canary01234',
  password: 'canary-password',
};
const PROMPT = 'Who is my secret canary friend?';

function run(): string {
  const directory = temporaryFolder();
  const paths = attemptPaths(directory, 1);
  mkdirSync(paths.folder, { recursive: true });
  writeFileSync(runPaths(directory).record, JSON.stringify({ runId: 'a-run', tags: { note: PROMPT } }));
  writeFileSync(runPaths(directory).config, JSON.stringify({ settings: { evaluation: { sample_prompts: [PROMPT] } } }));
  writeFileSync(runPaths(directory).events, [
    JSON.stringify({ type: 'sample', step: 3, prompt: PROMPT, completion: PROMPT }),
    '{"half', JSON.stringify({ type: 'failed', error: { message: `token ${CANARIES.hub}` } }),
  ].join('\n'));
  writeFileSync(paths.trainerLog, [
    `https://me:${CANARIES.password}@example.org/x`, `WANDB_API_KEY=${CANARIES.key}`, `Authorization: Bearer ${CANARIES.github}`,
    `File "${homedir()}/project/train.py", line 7`,
  ].join('\n'));
  writeFileSync(paths.launch, JSON.stringify({ process: { env: { WANDB_API_KEY: CANARIES.password } } }));
  writeFileSync(paths.result, 'damaged {');
  return directory;
}

test('holds what a report needs, and no secret, no name, no words of the user', async () => {
  const directory = run();
  const path = await writeSupportBundle(directory, 'a-run');
  const text = readFileSync(path, 'utf8');
  for (const canary of [...Object.values(CANARIES), PROMPT, homedir()]) expect(text).not.toContain(canary);
  const bundle = JSON.parse(text);
  expect(bundle.machine).toMatchObject({ node: process.versions.node, arch: process.arch });
  expect(bundle.attempts[0]['trainer.log'].at(-1)).toBe('File "~/project/train.py", line 7');
  expect(bundle.attempts[0]['result.json']).toEqual({ unreadable: 'damaged {' });
  expect(bundle.events).toMatchObject([{ type: 'sample', step: 3 }, { unreadable: '{"half' }, { type: 'failed' }]);
});

test('of a long event file it keeps the end, from a whole line on', async () => {
  const directory = run();
  const events = Array.from({ length: 20_000 }, (_, step) => JSON.stringify({ type: 'progress', step }));
  writeFileSync(runPaths(directory).events, events.join('\n'));
  const path = await writeSupportBundle(directory, 'a-run', join(directory, 'here.json'));
  const steps = JSON.parse(readFileSync(path, 'utf8')).events.map((event: { step: number }) => event.step);
  expect(steps.at(-1)).toBe(19_999);
  expect(steps.every((step: number, index: number) => index === 0 || step === steps[index - 1] + 1)).toBe(true);
});

test.each([
  ['loss 1.234 at step hf_x', 'loss 1.234 at step hf_x'],
  ['num_tokens: 12345', 'num_tokens: 12345'],
  ['{"HF_TOKEN": "abcdefgh"}', '{"HF_TOKEN": "***"}'],
  ['password=hunter22;', 'password=***;'],
])('%s', (text, expected) => expect(redactText(text)).toBe(expected));
