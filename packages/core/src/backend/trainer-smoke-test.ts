import type { SmokeTest } from '../contract/environment.ts';

const ROWS = [
  { messages: [{ role: 'user', content: 'What is two and two?' }, { role: 'assistant', content: 'Four.' }] },
  { messages: [{ role: 'user', content: 'Name a colour.' }, { role: 'assistant', content: 'Blue.' }] },
];

/**
 * The smoke test of a trainer of this protocol: SFT of the built-in tiny model for two steps, so that imports,
 * tokenizer, adapter, optimizer, checkpoint and saving are proven. `script` is absolute.
 */
export function trainerSmokeTest(script: string): SmokeTest {
  return {
    script,
    args: ['--model', 'builtin:tiny', '--set', 'training.max_steps=2'],
    rows: ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''),
  };
}
