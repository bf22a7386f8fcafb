import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTunerError, writeDataset } from '@tuner/core';

const file = join(tmpdir(), 'tuner-snippets', 'feedback.jsonl');

// #region write
const feedback = [
  { prompt: 'Say hello. ', completion: 'Hello!', label: true },
  { prompt: 'Say hello. ', completion: 'What do you want?', label: false },
];
const written = await writeDataset(file, feedback, { format: 'kto' });
console.log(written.rows, written.bytes);

try {
  await writeDataset(file, [{ prompt: 'Say hello. ', completion: '', label: true }], { format: 'kto' });
} catch (error) {
  if (!isTunerError(error)) throw error;
  console.log(`${error.code}: ${error.message}`);
}
// #endregion write
