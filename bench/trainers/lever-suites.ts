import { ourTrl } from './ours.ts';
import type { Case, Suite } from './suite.ts';
import { trlSuite } from './trl-suite.ts';

/** What each lever of our TRL trainer brings on a CPU: ours, and ours with one of them switched off. */
export async function leverSuites(): Promise<Suite[]> {
  const suite = await trlSuite();
  const without = (name: string, change: Parameters<typeof ourTrl>[2]) => ourTrl(suite.python, name, change);
  const shared = [
    without('ours', {}),
    without('scores of every token', { without: 'sparse-head' }),
    without('a mask over padding', { without: 'no-mask' }),
    without('activation checkpointing', { without: 'no-checkpointing' }),
    without('rows in random order', { settings: { group_by_length: false } }),
  ];
  const single = [
    without('optimizer not fused', { settings: { optim: 'adamw_torch' } }),
    without('threads that spin', { env: { OMP_WAIT_POLICY: 'ACTIVE' } }),
  ];
  const reference = [
    without('reference at every step', { settings: { precompute_ref_log_probs: false } }),
    without('reference before the first step', { settings: { precompute_ref_log_probs: true } }),
  ];
  return [
    { ...suite, cases: [asCase('sft', 1, 64)], contestants: [...shared, ...single] },
    { ...suite, cases: [asCase('kto', 3, 16)], contestants: [...shared, ...reference] },
  ];
}

function asCase(method: Case['method'], epochs: number, count: number): Case {
  const learningRate = method === 'sft' ? 2e-3 : 5e-4;
  return { title: `levers ${method} small long`, method, model: 'small', rows: 'long', epochs, count, learningRate };
}
