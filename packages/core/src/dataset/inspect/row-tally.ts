import type { LabelWeights } from '../../config/config-spec.ts';
import type { RowFormat } from '../../contract/dataset-issues.ts';
import type { FileReport } from '../../contract/dataset-report.ts';
import type { JsonValue } from '../../contract/json.ts';
import { advisedWeights } from './label-weights.ts';
import type { RowWords } from '../words/row-words.ts';
import { SpreadCounter } from './spread-counter.ts';

/** What a tally tells of a report. */
type Tallied = 'format' | 'formats' | 'labels' | 'roles' | 'toolCalls' | 'turns' | 'characters' | 'tokens' | 'tooLong';

/** Counts the rows that can be used: formats, labels, turns, lengths. */
export class RowTally {
  rows = 0;
  readonly labels = { good: 0, bad: 0, none: 0 };
  readonly #formats = new Map<RowFormat, number>();
  readonly #turns = new SpreadCounter();
  readonly #characters = new SpreadCounter();
  readonly #tokens = new SpreadCounter();
  #toolCalls = 0;
  #tooLong = 0;

  /** Counts a row and gives its estimated tokens: one for four bytes, and four for each turn. */
  add(words: RowWords, format: RowFormat, label: JsonValue | undefined, limit: number): number {
    const tokens = Math.ceil(words.hash.bytes / 4) + 4 * words.turns;
    this.rows += 1;
    this.labels[label === true ? 'good' : label === false ? 'bad' : 'none'] += 1;
    this.#formats.set(format, (this.#formats.get(format) ?? 0) + 1);
    this.#turns.add(words.turns);
    this.#characters.add(words.characters);
    this.#tokens.add(tokens);
    this.#toolCalls += words.toolCalls;
    if (tokens > limit) this.#tooLong += 1;
    return tokens;
  }

  report({ roles }: RowWords, limit: number | undefined, weights: LabelWeights): Pick<FileReport, Tallied> {
    const formats = [...this.#formats.keys()];
    return {
      format: formats.length > 1 ? 'mixed' : (formats[0] ?? null),
      formats: Object.fromEntries(this.#formats),
      labels: { ...this.labels, advisedWeights: advisedWeights(this.labels.good, this.labels.bad, weights) },
      roles: { ...roles },
      toolCalls: this.#toolCalls,
      turns: this.#turns.spread(),
      characters: this.#characters.spread(),
      tokens: this.#tokens.spread(),
      tooLong: limit === undefined ? null : { limit, rows: this.#tooLong },
    };
  }
}
