import * as z from 'zod';

const count = z.number().int().nonnegative();

/**
 * A token, and what the loss makes of it. `supervised`: it is learned. `context`: it is read and not learned. `cut`: it
 * is beyond the maximum length, and neither.
 */
const token = z.object({ id: count, text: z.string(), state: z.enum(['supervised', 'context', 'cut']) });

/** What the trainers' `--preview` gives. */
export const datasetPreviewSchema = z.object({
  /** The file, absolute. */
  file: z.string(),
  /** The model whose tokenizer and chat template were used. */
  model: z.string(),
  /** What the rows are trained with. */
  method: z.enum(['sft', 'kto']),
  /** The most tokens that a row may have: what is beyond is cut. */
  maxLength: count,
  /** What the loss is on. KTO: the last answer. */
  lossOn: z.enum(['assistant', 'last_assistant', 'all']),
  /** The first rows, in the order of the file. */
  rows: z.array(z.object({
    /** In the file, from 1, blank lines counted. */
    line: count,
    /** `null` where there is none, or the row could not be read. */
    label: z.boolean().nullable(),
    /** Why the row is not trained on; `null` when it is. */
    leftOut: z.object({ code: z.string(), path: z.string(), message: z.string() }).nullable(),
    /** All tokens in their order, those cut included. Their texts, joined, are the text that the model sees. */
    tokens: z.array(token),
    /** How many tokens are in each state. */
    supervised: count, context: count, cut: count,
    /** Supervised tokens among those that are not cut, 0 to 1. */
    supervisedShare: z.number(),
  })),
  /** What the findings are about: the first thousand rows, or as many as are shown. */
  checked: z.object({
    rows: count,
    /** Rows that are trained on. */
    used: count,
    /** Whether there are no further rows in the file. */
    isWholeFile: z.boolean(),
    /** Of the rows that are used, what was cut left out. */
    tokens: count, supervised: count,
  }),
  /** What a training would say of these rows before its first step; errors, which would end it, first. */
  findings: z.array(z.object({
    /** The code of the warning event, or of the error. */
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    /** What to do; empty where the message says it. */
    fix: z.string(),
    /** Such as `count`, and `lines`, the first ones. */
    details: z.record(z.string(), z.json()),
  })),
});

/** The first rows of a data set as the loss sees them. @see {@link datasetPreviewSchema} */
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;

/** One row of a preview. */
export type PreviewRow = DatasetPreview['rows'][number];

/** One token of a row. */
export type PreviewToken = PreviewRow['tokens'][number];

/** One thing that a preview found. */
export type PreviewFinding = DatasetPreview['findings'][number];
