import { NO_PROGRESS, reduceProgress, type RunEvent } from '@tuner/core/contract';
import { progressLine } from './progress-line.ts';

/** Where lines go; a terminal redraws its last one. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Shows a run while it happens: on a terminal one line that redraws itself, elsewhere a line every tenth of the way.
 * Phases and warnings get a line of their own. Ends with the events.
 */
export async function showProgress(events: AsyncIterable<RunEvent>, output: Output = process.stdout): Promise<void> {
  let progress = NO_PROGRESS;
  let tenth = -1;
  for await (const event of events) {
    progress = reduceProgress(progress, event);
    if (event.type === 'warning') print(output, `  ! ${event.message}\n`);
    if (event.type !== 'progress' && event.type !== 'phase') continue;
    const line = progressLine(progress);
    if (output.isTTY) print(output, line);
    else if (Math.floor(progress.fraction * 10) > tenth && event.type === 'progress') {
      tenth = Math.floor(progress.fraction * 10);
      print(output, `${line}\n`);
    }
  }
  if (output.isTTY) output.write('\n');
}

function print(output: Output, line: string): void {
  if (!output.isTTY) return void output.write(line);
  const fitting = line.endsWith('\n') ? line : line.slice(0, (output.columns || 100) - 1);
  output.write(`\r\x1b[2K${fitting}`);
}
