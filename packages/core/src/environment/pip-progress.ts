import { posix } from 'node:path';
import type { EnvironmentProgress } from '../contract/environment.ts';

const LINE = /^\s*(Ignoring|Collecting|Processing|Requirement already satisfied:|Downloading|Installing) (\S+)/;

/** Reads what pip prints while it installs `pins` locked packages, and says how far it is. */
export function watchPip(pins: number, say: (progress: EnvironmentProgress) => void): (line: string) => void {
  let total = pins;
  let seen = 0;
  const tell = (message: string, done: number) => say({ step: 'install', message, done, total });
  return (line) => {
    const [, verb, subject = ''] = LINE.exec(line) ?? [];
    const [size = ''] = /\([^)]*\)$/.exec(line.trimEnd()) ?? [];
    // A pin of another platform or version.
    if (verb === 'Ignoring') total -= 1;
    else if (verb === 'Installing') tell(`unpacking ${total} packages`, total);
    else if (verb === 'Downloading') tell(`downloading ${posix.basename(subject)} ${size}`, seen - 1);
    else if (verb !== undefined) {
      tell(posix.basename(subject).replace(/[=<>~!;].*/, ''), seen);
      seen += 1;
    }
  };
}
