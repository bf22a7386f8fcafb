import { posix } from 'node:path';
import type { EnvironmentProgress } from '../../contract/environment.ts';

const LINE = /^\s*(Ignoring|Collecting|Processing|Requirement already satisfied:|Downloading|Installing) (\S+)/;
// pip counts in thousands, uv in 1024s.
const UNITS: Readonly<Record<string, number>> = {
  bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30,
};

interface Download {
  readonly file: string;
  /** What pip or uv says that the file has, to three digits. */
  readonly totalBytes?: number;
}

/** Reads what pip or uv print while they install locked packages, and says how far they are. */
export class PipWatch {
  readonly #say: (progress: EnvironmentProgress) => void;
  #total: number;
  #seen = 0;
  #download: Download | undefined;

  /** `pins` is how many packages are locked, those of other platforms included. */
  constructor(pins: number, say: (progress: EnvironmentProgress) => void) {
    this.#total = pins;
    this.#say = say;
  }

  /** The file that is being downloaded. */
  get file(): string | undefined {
    return this.#download?.file;
  }

  /** Takes a line. */
  line(text: string): void {
    // Of `--progress-bar raw`.
    const [, bytes, all] = /^Progress (\d+) of (\d+)$/.exec(text.trim()) ?? [];
    if (bytes !== undefined) return this.#tellBytes(Number(bytes), Number(all));
    const [, verb, subject = ''] = LINE.exec(text) ?? [];
    if (verb === undefined) return;
    this.#download = undefined;
    // A pin of another platform or version.
    if (verb === 'Ignoring') this.#total -= 1;
    else if (verb === 'Installing') this.#tell(`unpacking ${this.#total} packages`, this.#total);
    else if (verb === 'Downloading') {
      this.#download = { file: posix.basename(subject), ...sizeIn(text) };
      this.#tellBytes(0);
    } else {
      this.#tell(posix.basename(subject).replace(/[=<>~!;].*/, ''), this.#seen);
      this.#seen += 1;
    }
  }

  /** Takes how much of `file` is on the disk. */
  measured(file: string, bytes: number): void {
    if (this.file === file) this.#tellBytes(Math.min(bytes, this.#download?.totalBytes ?? bytes));
  }

  #tell(message: string, done: number): void {
    this.#say({ step: 'install', message, done, total: this.#total });
  }

  #tellBytes(bytes: number, totalBytes = this.#download?.totalBytes): void {
    if (!this.#download) return;
    const progress = { done: Math.max(0, this.#seen - 1), total: this.#total, bytes };
    const size = totalBytes === undefined ? {} : { totalBytes };
    this.#say({ step: 'install', message: `downloading ${this.#download.file}`, ...progress, ...size });
  }
}

function sizeIn(text: string): { readonly totalBytes?: number } {
  const [, number, unit = ''] = /\(([\d.]+) ?(bytes|[kMG]B|[KMG]iB)\)\s*$/.exec(text) ?? [];
  return number === undefined ? {} : { totalBytes: Math.round(Number(number) * (UNITS[unit] ?? 1)) };
}
