import { posix } from 'node:path';
import type { EnvironmentProgress } from '../../contract/environment.ts';

const LINE = /^\s*(Ignoring|Collecting|Processing|Requirement already satisfied:|Downloading|Installing) (\S+)/;
// pip counts in thousands, uv in 1024s.
const UNITS: Readonly<Record<string, number>> = {
  bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30,
};

/** Hears what pip prints. */
export interface PipWatch {
  /** Takes a line. */
  line(this: void, text: string): void;
  /** The file that is being downloaded. */
  readonly file: string | undefined;
  /** Takes how much of `file` is on the disk. */
  measured(this: void, file: string, bytes: number): void;
}

/** Reads what pip prints while it installs `pins` locked packages, and says how far it is. */
export function watchPip(pins: number, say: (progress: EnvironmentProgress) => void): PipWatch {
  let total = pins;
  let seen = 0;
  let download: { readonly file: string; readonly message: string; readonly totalBytes?: number } | undefined;
  const tell = (message: string, done: number) => say({ step: 'install', message, done, total });
  const tellBytes = (bytes: number, totalBytes = download?.totalBytes) => {
    if (!download) return;
    const size = totalBytes === undefined ? {} : { totalBytes };
    say({ step: 'install', message: download.message, done: Math.max(0, seen - 1), total, bytes, ...size });
  };
  const line = (text: string) => {
    // Of `--progress-bar raw`.
    const [, bytes, all] = /^Progress (\d+) of (\d+)$/.exec(text.trim()) ?? [];
    if (bytes !== undefined) return tellBytes(Number(bytes), Number(all));
    const [, verb, subject = ''] = LINE.exec(text) ?? [];
    if (verb === undefined) return;
    download = undefined;
    // A pin of another platform or version.
    if (verb === 'Ignoring') total -= 1;
    else if (verb === 'Installing') tell(`unpacking ${total} packages`, total);
    else if (verb === 'Downloading') {
      const file = posix.basename(subject);
      download = { file, message: `downloading ${file}`, ...sizeIn(text) };
      tellBytes(0);
    } else {
      tell(posix.basename(subject).replace(/[=<>~!;].*/, ''), seen);
      seen += 1;
    }
  };
  const measured = (file: string, bytes: number) => {
    if (download?.file === file) tellBytes(Math.min(bytes, download.totalBytes ?? bytes));
  };
  return { line, measured, get file() { return download?.file; } };
}

/** What pip or uv says that a file has, to three digits. */
function sizeIn(text: string): { readonly totalBytes?: number } {
  const [, number, unit = ''] = /\(([\d.]+) ?(bytes|[kMG]B|[KMG]iB)\)\s*$/.exec(text) ?? [];
  return number === undefined ? {} : { totalBytes: Math.round(Number(number) * (UNITS[unit] ?? 1)) };
}
