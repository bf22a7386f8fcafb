import { ourTrl } from './ours.ts';
import type { Case, Suite } from './suite.ts';
import { trlSuite } from './trl-suite.ts';

/** What each lever of our TRL trainer brings on a CPU: ours, and ours with one of them switched off. */
export async function leverSuites(): Promise<Suite[]> {
  const suite = await trlSuite();
  const without = (name: string, change: Parameters<typeof ourTrl>[2]) => ourTrl(suite.python, name, change);
  const shared = [
    without('ours', {}),
    without('scores of every token, padding', { without: 'sparse-head' }),
    without('padding and a mask over it', { without: 'no-mask' }),
    without('padding', { without: 'padding-free' }),
    without('LoRA as PEFT has it', { without: 'fused-lora' }),
    without('freed memory given back', { without: 'kept-memory' }),
  ];
  const single = [
    without('activation checkpointing', { without: 'no-checkpointing' }),
    without('walks over all modules', { without: 'light' }),
    without('garbage looked for at the start', { without: 'collection' }),
    without('optimizer not fused', { settings: { optim: 'adamw_torch' } }),
    without('and rows of like length together', { settings: { group_by_length: true } }),
  ];
  const reference = [
    without('reference at every step', { settings: { precompute_ref_log_probs: false } }),
    without('reference before the first step', { settings: { precompute_ref_log_probs: true } }),
  ];
  return [
    { ...suite, cases: [asCase('sft', 'small', 1, 24), asCase('sft', 'tiny', 1, 64)], contestants: [...shared, ...single] },
    { ...suite, cases: [asCase('kto', 'tiny', 3, 32)], contestants: [...shared, ...reference] },
  ];
}

function asCase(method: Case['method'], model: Case['model'], epochs: number, count: number): Case {
  const learningRate = method === 'sft' ? 2e-3 : 5e-4;
  return { title: `levers ${method} ${model} long`, method, model, rows: 'long', epochs, count, learningRate };
}
