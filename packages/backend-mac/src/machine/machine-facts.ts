import { arch, cpus, release } from 'node:os';

/** What decides whether MLX runs on a machine. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  /** The processor's own: `arm64` also where an Intel build of Node runs on Apple silicon. */
  readonly arch: string;
  /** macOS: its major version. */
  readonly macos?: number;
  /** Linux: the version of glibc, such as `2.36`; `undefined` where the C library is another one. */
  readonly glibc?: string;
}

/** The facts of this machine. Starts no process. */
export function machineFacts(): MachineFacts {
  const { platform } = process;
  const isTranslated = platform === 'darwin' && (cpus()[0]?.model.includes('Apple') ?? false);
  return {
    platform,
    arch: isTranslated ? 'arm64' : arch(),
    ...(platform === 'darwin' ? { macos: macosOf(release()) } : {}),
    ...(platform === 'linux' ? { glibc: glibcVersion() } : {}),
  };
}

/** The major version of macOS that has this release of Darwin: 23 is macOS 14, 25 is macOS 26. */
export function macosOf(darwin: string): number {
  const major = Number.parseInt(darwin, 10);
  return major < 25 ? major - 9 : major + 1;
}

function glibcVersion(): string | undefined {
  const report = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime;
}
