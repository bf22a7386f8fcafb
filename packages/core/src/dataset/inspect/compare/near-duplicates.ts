import type { LinePair, NearDuplicateCounts } from '../../../contract/dataset-report.ts';
import { HashIndex } from './hash-index.ts';
import type { IssueLog } from '../../issues/issue-log.ts';
import { SIGNATURE, signatureOf } from './min-hash.ts';

const EXAMPLES = 5;
/** Eight bands of four: rows that share 80 % of their phrases meet in one with a chance of 98 %, of 50 %, with 40 %. */
const BANDS = 8;
const BAND = SIGNATURE / 2 / BANDS;
/** Rows that are compared at most: 64 bytes each, and eight places in indexes; 300 MB when it is full. */
const MOST = 1_000_000;

/** Finds rows that share most of their phrases with an earlier one, by MinHash and bands. */
export class NearDuplicates {
  readonly #bands = Array.from({ length: BANDS }, () => new HashIndex());
  readonly #file: string;
  readonly #log: IssueLog;
  readonly #threshold: number;
  readonly #examples: (LinePair & { similarity: number })[] = [];
  readonly #signature = new Int32Array(SIGNATURE);
  /** The keys of the signature's bands. */
  readonly #high = new Uint32Array(BANDS);
  readonly #low = new Uint32Array(BANDS);
  // A byte of each minimum is kept: two that differ agree in it once in 256 times.
  #kept = new Uint8Array(1024 * SIGNATURE);
  #lines = new Uint32Array(1024);
  #rows = 0;
  #size = 0;
  #isComplete = true;

  /** `threshold`: the share of common phrases from which on two rows are alike. */
  constructor(file: string, log: IssueLog, threshold: number) {
    this.#file = file;
    this.#log = log;
    this.#threshold = threshold;
  }

  /** Takes the words of a row. */
  add(texts: readonly string[], line: number): void {
    if (!signatureOf(texts, this.#signature)) return;
    const { place, similarity } = this.#nearest();
    if (similarity >= this.#threshold) this.#tell(line, this.#lines[place] ?? 0, similarity);
    else this.#keep(line);
  }

  counts(): NearDuplicateCounts {
    return { rows: this.#rows, examples: this.#examples, compared: this.#size, isComplete: this.#isComplete };
  }

  /** The row most alike among those that agree in a band. */
  #nearest(): { place: number; similarity: number } {
    let best = { place: -1, similarity: 0 };
    this.#makeKeys();
    for (let band = 0; band < BANDS; band += 1) {
      const index = this.#bands[band];
      const at = index?.find(this.#high[band] ?? 0, this.#low[band] ?? 0) ?? -1;
      if (at < 0) continue;
      const place = (index?.lines[at] ?? 1) - 1;
      const similarity = this.#similarity(place);
      if (similarity > best.similarity) best = { place, similarity };
    }
    return best;
  }

  /** Each band's key is made of four minima; an index keeps the first row of a key. */
  #makeKeys(): void {
    const s = this.#signature;
    for (let band = 0; band < BANDS; band += 1) {
      const at = band * BAND;
      const low = Math.imul(s[at] ?? 0, 0x85ebca6b) ^ Math.imul(s[at + 1] ?? 0, 0xc2b2ae35);
      this.#low[band] = low ^ (low >>> 15);
      this.#high[band] = Math.imul(s[at + 2] ?? 0, 0x85ebca6b) ^ Math.imul(s[at + 3] ?? 0, 0xc2b2ae35);
    }
  }

  #similarity(place: number): number {
    let same = 0;
    for (let index = 0; index < SIGNATURE; index += 1) {
      if (this.#kept[place * SIGNATURE + index] === ((this.#signature[index] ?? 0) & 0xff)) same += 1;
    }
    return same / SIGNATURE;
  }

  #keep(line: number): void {
    if (this.#size >= MOST) {
      this.#isComplete = false;
      return;
    }
    if (this.#size === this.#lines.length) this.#grow();
    for (let band = 0; band < BANDS; band += 1) {
      this.#bands[band]?.add(this.#high[band] ?? 0, this.#low[band] ?? 0, this.#size + 1);
    }
    const start = this.#size * SIGNATURE;
    for (let index = 0; index < SIGNATURE; index += 1) this.#kept[start + index] = (this.#signature[index] ?? 0) & 0xff;
    this.#lines[this.#size] = line;
    this.#size += 1;
  }

  #grow(): void {
    const [kept, lines] = [this.#kept, this.#lines];
    this.#kept = new Uint8Array(kept.length * 2);
    this.#lines = new Uint32Array(lines.length * 2);
    this.#kept.set(kept);
    this.#lines.set(lines);
  }

  #tell(line: number, of: number, similarity: number): void {
    this.#rows += 1;
    if (this.#examples.length < EXAMPLES) this.#examples.push({ line, of, similarity });
    const share = `${Math.round(similarity * 100)} %`;
    this.#log.add('NEAR_DUPLICATE_ROW', this.#file, line, () => ({
      message: `Line ${line} is nearly line ${of}: they share about ${share} of their phrases.`,
      found: `${share} of the phrases of line ${of}`,
    }));
  }
}
