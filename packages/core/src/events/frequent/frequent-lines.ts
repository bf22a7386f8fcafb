import type { RunEvent, RunEventOf } from '../../contract/run-events.ts';
import { ByteReader } from './byte-reader.ts';
import { KnownTimes } from './known-times.ts';
import { KnownValues } from './known-values.ts';

type Measured = RunEventOf<'metrics' | 'evaluation'>;

const bytesOf = (text: string) => Buffer.from(text);
const keyOf = (name: string) => bytesOf(`,"${name}":`);
const ATTEMPT = bytesOf('{"v":1,"attempt":');
const TIME = bytesOf(',"time":"');
const METRICS = bytesOf('","type":"metrics","step":');
const EVALUATION = bytesOf('","type":"evaluation","step":');
const PROGRESS = bytesOf('","type":"progress","step":');
const EPOCH = keyOf('epoch');
const VALUES = keyOf('values');
const TOTAL_STEPS = keyOf('totalSteps');
const TOTAL_EPOCHS = keyOf('totalEpochs');
const LOSS = keyOf('loss');
const LEARNING_RATE = keyOf('learningRate');
const GRAD_NORM = keyOf('gradNorm');
const TOKENS = keyOf('tokens');
const TOKENS_PER_SECOND = keyOf('tokensPerSecond');
const SECONDS_PER_STEP = keyOf('secondsPerStep');
const ETA_SECONDS = keyOf('etaSeconds');
const MEMORY_BYTES = keyOf('memoryBytes');
const PEAK_MEMORY_BYTES = keyOf('peakMemoryBytes');
const END = bytesOf('}\n');

/**
 * Reads the lines that a long run has by the million, as its trainers write them, from their bytes: no text, no parser.
 * A line that differs in any way is refused; of one that is not, the event is that of `toRunEvent`.
 */
export class FrequentLines {
  readonly #runId: string;
  readonly #reader = new ByteReader();
  readonly #times = new KnownTimes();
  readonly #values = new KnownValues();

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** Where the line that was read ends: behind its line end. */
  get end(): number {
    return this.#reader.at;
  }

  /** An event of such a line that was checked: what is like it can be read. */
  learn(event: RunEvent): void {
    const { type } = event;
    if (type !== 'metrics' && type !== 'evaluation' && type !== 'progress') return;
    this.#times.learn(event.time);
    if (type !== 'progress') this.#values.learn(event.values);
  }

  /** The event of the line that begins at a place of `bytes`; `undefined` when somebody else has to read it. */
  read(bytes: Buffer, at: number, seq: number): RunEvent | undefined {
    const reader = this.#reader;
    reader.begin(bytes, at);
    reader.expect(ATTEMPT);
    const attempt = reader.count();
    reader.expect(TIME);
    const time = this.#times.read(reader);
    if (attempt === 0 || reader.failed) return undefined;
    let event: RunEvent | undefined;
    if (reader.skip(METRICS)) event = this.#measured(seq, attempt, time, 'metrics');
    else if (reader.skip(PROGRESS)) event = this.#progress(seq, attempt, time);
    else if (reader.skip(EVALUATION)) event = this.#measured(seq, attempt, time, 'evaluation');
    reader.expect(END);
    return reader.failed ? undefined : event;
  }

  #measured(seq: number, attempt: number, time: string, type: Measured['type']): Measured {
    const reader = this.#reader;
    const step = reader.count();
    reader.expect(EPOCH);
    const epoch = reader.measure();
    reader.expect(VALUES);
    return { seq, runId: this.#runId, attempt, time, type, step, epoch, values: this.#values.read(reader) };
  }

  #progress(seq: number, attempt: number, time: string): RunEventOf<'progress'> {
    return {
      seq, runId: this.#runId, attempt, time, type: 'progress',
      step: this.#reader.count(), totalSteps: this.#countOf(TOTAL_STEPS),
      epoch: this.#measureOf(EPOCH), totalEpochs: this.#measureOf(TOTAL_EPOCHS), loss: this.#measureOf(LOSS),
      learningRate: this.#measureOf(LEARNING_RATE), gradNorm: this.#measureOf(GRAD_NORM), tokens: this.#countOf(TOKENS),
      tokensPerSecond: this.#measureOf(TOKENS_PER_SECOND), secondsPerStep: this.#measureOf(SECONDS_PER_STEP),
      etaSeconds: this.#measureOf(ETA_SECONDS), memoryBytes: this.#measureOf(MEMORY_BYTES),
      peakMemoryBytes: this.#measureOf(PEAK_MEMORY_BYTES),
    };
  }

  #countOf(key: Uint8Array): number {
    this.#reader.expect(key);
    return this.#reader.count();
  }

  #measureOf(key: Uint8Array): number | null {
    this.#reader.expect(key);
    return this.#reader.measure();
  }
}
