import * as z from 'zod';
import { stepsKey } from './optimization-keys.ts';

/** A text that may be left out. */
export const optionalText = (text: string) => z.string().min(1).nullable().default(null).describe(text);

/** The key `trust_remote_code` of a model. */
export const trustRemoteCodeKey = z.boolean().default(false).describe('Runs Python code that comes with the model.');

/** The key `target_modules` of an adapter. */
export const targetModulesKey = z.union(
  [z.literal('all-linear'), z.array(z.string().min(1)).min(1)],
  { error: 'a list of layer names, or "all-linear"' },
).default('all-linear').describe('Layers that get an adapter: names, or "all-linear".');

/** The key `use_dora` of an adapter. */
export const useDoraKey = z.boolean().default(false).describe('DoRA: trains magnitude and direction apart.');

/** The longest row in tokens, where another key may say so instead; `otherwise` tells which. */
export const rowLengthKey = (otherwise: string) => z.int().min(16).max(131072).nullable().default(null)
  .describe(`Longest row in tokens; too_long says what becomes of longer ones. null: ${otherwise}.`);

/** The key `beta` of KTO. */
export const betaKey = z.number().gt(0).default(0.1)
  .describe('How strongly the model is held to its reference; higher is closer.');

/** The key `loss_type` of KTO. */
export const ktoLossKey = z.enum(['kto', 'apo_zero_unpaired']).default('kto')
  .describe('The loss. apo_zero_unpaired has no KL term, so it is faster: for answers better than the model\'s own.');

/** The key `loss_on` of SFT. */
export const lossOnKey = z.enum(['assistant', 'last_assistant', 'all']).default('assistant')
  .describe('Which tokens are learned: every assistant turn (or the completion), the last one, or all.');

/** The keys of a data section that say what is done with its rows. */
export const rowKeys = {
  filter_desirable: z.boolean().default(true).describe('SFT: leaves out rows whose label is false.'),
  chat_template: z.enum(['chatml', 'llama3', 'mistral']).nullable().default(null)
    .describe('Template for a tokenizer that brings none.'),
  too_long: z.enum(['truncate', 'drop', 'error']).default('truncate')
    .describe('What becomes of rows that are too long: cut at their end, left out, or an error that names them.'),
};

/** The keys of `evaluation` that every trainer reads: what the model is asked before and after. */
export const sampleKeys = {
  sample_prompts: z.array(z.string().min(1)).default([])
    .describe('Requests that the model answers before the first and after the last step.'),
  sample_steps: stepsKey.nullable().default(null)
    .describe('Steps between further answers while it trains; below 1 a share of all steps. null: none.'),
  max_new_tokens: z.int().min(1).max(4096).default(128).describe('Longest of those answers, in tokens.'),
};
