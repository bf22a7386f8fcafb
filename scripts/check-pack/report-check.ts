import { markdownTable } from '../markdown-table.ts';
import type { Skipped } from './prepare-hosts.ts';
import type { Tarball } from './pack-packages.ts';
import type { HostOutcome } from './run-host.ts';

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** The sizes of the tarballs, for people. */
export function sizesTable(tarballs: readonly Tarball[]): string {
  const rows = tarballs.map(({ name, bytes, unpackedBytes, files }) =>
    [name, kB(bytes), kB(unpackedBytes), String(Object.keys(files).length)]);
  return markdownTable(['package', 'tarball', 'unpacked', 'files'], rows);
}

/** How every host did, for people. */
export function hostTable(outcomes: readonly HostOutcome[]): string {
  const rows = outcomes.map(({ host, node, backend, seconds, problems, losses }) => {
    const [first, last] = [losses[0], losses.at(-1)];
    const learned = `trained, held-out loss ${first?.toFixed(2)} to ${last?.toFixed(2)}`;
    return [host, node, backend, seconds.toFixed(1), problems.length === 0 ? learned : 'FAILED'];
  });
  return markdownTable(['host', 'Node', 'back end', 'seconds', 'result'], rows);
}

/** Everything that is wrong, a line each. */
export function problemLines(packages: readonly string[], outcomes: readonly HostOutcome[]): string[] {
  const ofHosts = outcomes.flatMap(({ host, node, backend, problems }) =>
    problems.map((problem) => `${host}, Node ${node}, ${backend}: ${problem}`));
  return [...packages, ...ofHosts];
}

/** A line for each that was skipped. */
export function skippedLines(skipped: readonly Skipped[]): string[] {
  return skipped.map(({ title, reason }) => `skipped: ${title}: ${reason}`);
}
