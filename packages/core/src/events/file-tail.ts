import { open, type FileHandle } from 'node:fs/promises';

/** Enough for what comes while a run is followed. */
const FOLLOW_BYTES = 64 * 1024;
/** For a file that is long already: fewer trips to the disk. */
const REPLAY_BYTES = 1024 * 1024;

/** Reads a growing file from where it stopped the last time; a file that is not there yet is empty. */
export class FileTail {
  readonly #path: string;
  #file: FileHandle | undefined;
  #position = 0;
  #buffer = Buffer.allocUnsafeSlow(FOLLOW_BYTES);

  constructor(path: string) {
    this.#path = path;
  }

  /** The next bytes, in a buffer that is used again; `undefined` when there are no more for now. */
  async read(): Promise<Buffer | undefined> {
    this.#file ??= await open(this.#path).catch(missingIsEmpty);
    if (!this.#file) return undefined;
    const { bytesRead } = await this.#file.read(this.#buffer, 0, this.#buffer.length, this.#position);
    if (bytesRead === 0) return undefined;
    this.#position += bytesRead;
    const bytes = this.#buffer.subarray(0, bytesRead);
    const size = bytesRead === this.#buffer.length ? REPLAY_BYTES : FOLLOW_BYTES;
    if (size !== this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(size);
    return bytes;
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
