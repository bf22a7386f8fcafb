import { interpreter, signal, type OptionRules } from '../../options/rules.ts';

/** How to preview a data set. */
export interface PreviewOptions {
  /** How many rows are shown, 1 to 1000; 5 by default. */
  readonly rows?: number;
  /** The Python to ask; by default `TUNER_PYTHON`, then the managed environment. */
  readonly pythonPath?: string;
  /** Aborts the preview: the promise rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
}

/** What `previewDataset` takes. */
export const PREVIEW_OPTIONS: OptionRules<PreviewOptions> = {
  // How many rows there may be is told with the code of the data set's other options.
  rows: { expected: 'a number', fits: () => true }, pythonPath: interpreter, signal,
};
