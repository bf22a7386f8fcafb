import { z } from 'zod';

/** What a host prints as its last line: see hosts/train.mjs. */
const reportSchema = z.object({
  node: z.string(),
  status: z.string(),
  error: z.string().optional(),
  losses: z.array(z.number().nullable()),
  hasAdapter: z.boolean(),
  assets: z.object({ supervisor: z.string(), trainers: z.string() }),
  canWriteProgram: z.boolean(),
});
export type HostReport = z.infer<typeof reportSchema>;

/** What a host must show besides a training that succeeded. */
export interface Expectation {
  /** The version of Node that it was started with. */
  readonly node: string;
  readonly readOnly: boolean;
}

/** Finds the report in what a host printed. @throws Error with the end of the output when there is none */
export function readReport(stdout: string): HostReport {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return reportSchema.parse(JSON.parse(line));
  } catch {
    throw new Error(`the host printed no report; its last line is: ${line.slice(0, 300)}`);
  }
}

/** What a report shows to be wrong: a sentence each. */
export function reportProblems(report: HostReport, { node, readOnly }: Expectation): string[] {
  const { status, error = '', losses, hasAdapter } = report;
  const [first, last] = [losses[0], losses.at(-1)];
  const learned = typeof first === 'number' && typeof last === 'number' && losses.length > 1 && last < first * 0.95;
  return [
    ...(report.node === node ? [] : [`it ran on Node ${report.node}, not on ${node}`]),
    ...(status === 'succeeded' ? [] : [`the run ended as ${status}: ${error}`]),
    ...(learned ? [] : [`the held-out loss did not fall: ${losses.join(', ')}`]),
    ...(hasAdapter ? [] : ['there is no adapter']),
    ...(readOnly && report.canWriteProgram ? ['its folder could be written to'] : []),
  ];
}
