import { parseArgs } from 'node:util';

/** What `npm run bench -- trainers` is asked for. */
export interface Options {
  readonly rounds: number;
  /** Suites to run: sft, kto, mlx, gpu. */
  readonly only: readonly string[];
  /** Cases whose title holds this text. */
  readonly match: string;
  /** Rows to train on, instead of as many as each case names. */
  readonly count: number | undefined;
  /** cuda: the suite gpu, and nothing else; cpu (the default): the others, and gpu only where it is asked for. */
  readonly device: 'cpu' | 'cuda';
}

/** Reads the command line. @throws TypeError for an option that does not exist */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args], allowPositionals: true, options: {
      rounds: { type: 'string', default: '3' }, only: { type: 'string', multiple: true },
      match: { type: 'string', default: '' }, count: { type: 'string' }, device: { type: 'string', default: 'cpu' },
    },
  });
  const { rounds, count, match } = values;
  const device = values.device === 'cuda' ? 'cuda' : 'cpu';
  const only = values.only ?? (device === 'cuda' ? ['gpu'] : ['sft', 'kto', 'mlx']);
  return { only, match, device, rounds: Number(rounds), count: count === undefined ? undefined : Number(count) };
}
