import { writeDataset } from '../../src/index.ts';

// Checked by the compiler alone: each @ts-expect-error must be an error.
export async function typesOfRows(): Promise<void> {
  await writeDataset('rows.jsonl', [{ messages: [{ role: 'assistant', content: 'Hello' }] }], { format: 'messages' });
  await writeDataset('rows.jsonl', [{ prompt: 'Hi', completion: 'Hello', label: true }], { format: 'kto' });
  // @ts-expect-error: rows of another format
  await writeDataset('rows.jsonl', [{ text: 'Hello' }], { format: 'messages' });
  // @ts-expect-error: KTO needs a thumb
  await writeDataset('rows.jsonl', [{ prompt: 'Hi', completion: 'Hello' }], { format: 'kto' });
  // @ts-expect-error: no such key
  await writeDataset('rows.jsonl', [{ text: 'Hello', lable: true }], { format: 'text' });
  // @ts-expect-error: no such role
  await writeDataset('rows.jsonl', [{ messages: [{ role: 'me', content: 'Hello' }] }], { format: 'messages' });
  // @ts-expect-error: no such format
  await writeDataset('rows.jsonl', [{ text: 'Hello' }], { format: 'alpaca' });
}
