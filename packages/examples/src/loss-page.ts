import { once } from 'node:events';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';
import { readStream } from './loss-page/read-stream.ts';
import { serveRun } from './loss-page/serve-run.ts';
import { checked, say } from './say.ts';
import { tinyRecipe } from './tiny-recipe.ts';

/**
 * Trains, and serves a page that draws the loss meanwhile. Checks its own stream as a browser would use it: cut off in
 * the middle, it goes on behind what it saw last. On a terminal, or with `stay`, it serves until Ctrl+C.
 */
async function lossPage(): Promise<boolean> {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  await tuner.ensureEnvironment('rtx');
  const run = await tuner.train(await tuner.loadConfig('rtx', 'sft', await tinyRecipe(tuner.home, 3)));
  const { url, server } = await serveRun(run);
  say(`\n  ${url}  draws the loss. Open it in a browser.`);

  const seen = await readStream(`${url}events`, 0, 20);
  seen.push(...(await readStream(`${url}events`, seen.at(-1) ?? 0)));
  const { status } = await run.result;
  const { length } = await Array.fromAsync(run.events());
  const isWhole = length === seen.length && seen.every((seq, index) => seq === index + 1);
  say(`  ${status}: ${seen.length} events came in two connections, ${isWhole ? 'each once' : 'not each once'}`);

  const stays = process.stdout.isTTY || process.argv.includes('stay');
  if (stays) await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  server.close();
  server.closeAllConnections();
  return isWhole && status === 'succeeded';
}

await checked(lossPage, 'The stream is not what it should be.');
