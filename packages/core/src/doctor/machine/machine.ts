import type { PythonCheck } from '../../environment/check-python.ts';
import type { Reached } from './reach.ts';

/** What a program did. */
export interface Ran {
  /** `undefined` when it did not start, or was ended. */
  readonly exitCode: number | undefined;
  /** Both outputs, as they came. */
  readonly output: string;
}

/** What the checks know the machine by; tests put recorded answers in. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Of the processor, such as `x64`. */
  readonly arch: string;
  readonly env: NodeJS.ProcessEnv;
  /** The version of glibc; `undefined` where the C library is another one. */
  readonly glibc: string | undefined;
  /** In bytes, within the limits of a container. */
  memory(): { readonly total: number; readonly available: number };
  /** The free bytes of the disk that holds `path`, which need not be there yet; `undefined` where that is not told. */
  freeDisk(path: string): Promise<number | undefined>;
  /** A file's text; `undefined` when it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  exists(path: string): boolean;
  run(file: string, args: readonly string[]): Promise<Ran>;
  /** The verdict on each Python that may be here. */
  pythons(versions: readonly string[]): Promise<readonly PythonCheck[]>;
  /** Asks an address, through the proxy that the environment names. */
  reach(url: string, headers?: Readonly<Record<string, string>>): Promise<Reached>;
}
