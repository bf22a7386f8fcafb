import * as z from 'zod';

/** The section `logging`: what a trainer that runs alone prints and writes; under Tuner its events replace it. */
export const loggingSection = z.strictObject({
  level: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']).default('INFO')
    .describe('The least important messages that a trainer that runs alone tells.'),
  console: z.boolean().default(true).describe('Alone: prints them.'),
  file: z.boolean().default(false).describe('Alone: writes them to log_file.'),
  json_logs: z.boolean().default(false).describe('Alone: writes them to json_log_file, one JSON object a line.'),
  log_file: z.string().min(1).default('logs/training.log').describe('Alone: the log, as text.'),
  json_log_file: z.string().min(1).default('logs/training.jsonl').describe('Alone: the log, as JSON Lines.'),
}).prefault({});
