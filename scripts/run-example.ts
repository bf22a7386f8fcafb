// npm run example -- NAME: runs packages/examples/src/NAME.ts.
const EXAMPLES: Readonly<Record<string, string>> = {
  quickstart: 'fine-tunes a small model to answer requests with tool calls, and shows what it learned',
  'kto-from-feedback': 'KTO from thumbs up and down, written by writeDataset',
  'either-backend': 'NVIDIA, Apple silicon or a CPU: picked by validateEnvironment',
  'third-party-backend': 'a back end that is no part of Tuner, in 60 lines',
  'progress-bar': 'a progress bar in a terminal',
  abort: 'ends a training with an AbortSignal',
  'reopen-run': 'reads a finished run from another process',
  'loss-page': 'a web page that draws the loss while it falls',
  'snippets/preview-rows': 'what the loss sees of a row, under the chat templates of three families',
  'snippets/first-run': 'the first run of docs/getting-started.md: on the CPU, in seconds',
  'snippets/first-run-gpu': 'the same on an NVIDIA GPU: rows.jsonl in this folder, a 7B model',
  'snippets/first-run-mac': 'the same on a Mac with Apple silicon',
};

const [name = ''] = process.argv.slice(2).filter((argument) => argument !== '--');
if (Object.hasOwn(EXAMPLES, name)) {
  await import(new URL(`../packages/examples/src/${name}.ts`, import.meta.url).href);
} else {
  const list = Object.entries(EXAMPLES).map(([one, about]) => `  ${one.padEnd(24)} ${about}`).join('\n');
  console.error(`There is no example "${name}". There is:\n\n${list}\n\nnpm run example -- NAME`);
  process.exitCode = 1;
}
