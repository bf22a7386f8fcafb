/** A training whose memory is estimated and then measured. */
export interface PlanCase {
  readonly backend: 'rtx' | 'mac';
  /** One of `python/build_models.py`. */
  readonly model: string;
  readonly method: 'sft' | 'kto';
  readonly tune: 'lora' | 'full';
  /** Tokens of every row, rows of a micro-batch, micro-batches of a step. */
  readonly length: number;
  readonly batch: number;
  readonly accumulation: number;
  readonly extra: 'dropout' | 'dora' | '';
  /** Whether the constants of the estimate were fitted to it; the others are held out. */
  readonly fitted: boolean;
}

/** Cases as a table: `backend method tune model length x batch [x accumulation] [extra]`. */
const FITTED = `
rtx sft lora llama-5m 256 x 8
rtx sft lora llama-5m 512 x 16
rtx sft lora llama-29m 128 x 4
rtx sft lora llama-29m 1024 x 2
rtx sft lora llama-88m 128 x 8
rtx sft lora llama-88m 512 x 2
rtx sft lora llama-138m 256 x 4
rtx sft lora llama-192m 128 x 2
rtx sft lora wide-85m 512 x 4
rtx sft full llama-5m 256 x 8
rtx sft full llama-29m 128 x 4
rtx sft full llama-88m 128 x 4
rtx sft full llama-138m 64 x 2
rtx sft full wide-85m 128 x 4
rtx kto lora llama-5m 256 x 8
rtx kto lora llama-29m 256 x 8
rtx kto full llama-29m 256 x 4
rtx sft lora llama-29m 384 x 4 dropout
rtx sft lora llama-29m 256 x 4 dora
rtx sft lora gqa-65m 256 x 4
rtx kto lora gqa-65m 128 x 4
rtx sft lora gqa-65m 192 x 4 dora
mac sft lora llama-5m 256 x 4
mac sft lora llama-5m 64 x 16
mac sft lora llama-88m 32 x 1
mac sft lora llama-138m 16 x 1
mac sft full llama-29m 32 x 1
mac sft full llama-88m 16 x 1
mac sft full llama-138m 16 x 1
mac kto lora llama-5m 128 x 2
mac sft full llama-29m 48 x 1 x 2`;

const HELD_OUT = `
rtx kto lora mistral-175m 64 x 4
rtx sft full gqa-65m 128 x 2
rtx sft lora qwen2-44m 512 x 2
rtx sft full qwen2-44m 64 x 4
rtx sft lora qwen3-57m 128 x 8
rtx kto lora qwen3-57m 256 x 4
rtx sft lora mistral-175m 192 x 3
rtx sft full mistral-175m 96 x 2
rtx sft lora qwen3-57m 256 x 3 dropout
rtx sft lora llama-29m 256 x 6 x 2
rtx sft full llama-88m 64 x 2 x 2
rtx sft lora llama-5m 1024 x 8
rtx kto lora llama-88m 192 x 4
mac sft lora gqa-65m 48 x 2
mac sft full qwen3-57m 24 x 2
mac kto lora qwen2-44m 32 x 2
mac sft full llama-88m 16 x 1 x 2
mac sft full gqa-65m 16 x 2
mac kto full llama-29m 32 x 2`;

/** All cases, those that were fitted first. */
export const CASES: readonly PlanCase[] = [...read(FITTED, true), ...read(HELD_OUT, false)];

/** How a case is named in the table. */
export function titleOf({ backend, method, tune, model, length, batch, accumulation, extra }: PlanCase): string {
  const more = accumulation > 1 ? ` x ${accumulation}` : '';
  return `${backend} ${method} ${tune} ${model} ${length} x ${batch}${more}${extra && ` ${extra}`}`;
}

function read(table: string, fitted: boolean): PlanCase[] {
  return table.trim().split('\n').map((line) => {
    const [backend, method, tune, model = '', length, , batch, ...rest] = line.split(' ');
    const accumulation = rest[0] === 'x' ? Number(rest[1]) : 1;
    const extra = rest.find((word) => word === 'dropout' || word === 'dora') ?? '';
    return {
      backend, method, tune, model, length: Number(length), batch: Number(batch), accumulation, extra, fitted,
    } as PlanCase;
  });
}
