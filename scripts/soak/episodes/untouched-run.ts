import { weightsOf } from '../checks/expected-weights.ts';
import type { Lane } from '../lane.ts';

/** Trains once with nobody in its way, and gives the hash of what comes out. */
export async function expectedWeights(lane: Lane): Promise<string> {
  const host = await lane.host();
  const runId = lane.newRunId();
  const started = await host.call(lane.train(runId, {}, {}));
  const { status, error = started.error } = await host.call({ do: 'result', runId });
  const weights = weightsOf(lane.directoryOf(runId), 'weights.txt');
  await lane.end();
  if (status !== 'succeeded' || !weights) throw new Error(`A run with nobody in its way ${status}: ${error?.message}`);
  return weights;
}
