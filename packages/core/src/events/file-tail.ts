import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Enough for what comes while a run is followed. */
const FOLLOW_BYTES = 64 * 1024;
/** For a file that is long already: fewer trips to the disk. */
const REPLAY_BYTES = 256 * 1024;

/** Reads a growing file from where it stopped the last time; a file that is not there yet is empty. */
export class FileTail {
  readonly #path: string;
  #file: FileHandle | undefined;
  #position = 0;
  #isDrained = false;
  #buffer = Buffer.allocUnsafeSlow(FOLLOW_BYTES);

  constructor(path: string) {
    this.#path = path;
  }

  /** The next bytes, in a buffer that is used again; `undefined` when there are no more for now. */
  async read(): Promise<Buffer | undefined> {
    this.#file ??= await open(this.#path).catch(missingIsEmpty);
    if (!this.#file || this.#isDrained) return this.#rest();
    const bytesRead = await this.#fill(this.#file);
    // Less than there is room for is all there is: asking again would only say so.
    this.#isDrained = bytesRead > 0 && bytesRead < this.#buffer.length;
    if (bytesRead === 0) return undefined;
    this.#position += bytesRead;
    const bytes = this.#buffer.subarray(0, bytesRead);
    const size = bytesRead === this.#buffer.length ? REPLAY_BYTES : FOLLOW_BYTES;
    if (size !== this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(size);
    return bytes;
  }

  /**
   * A long file is read aside, so that the program goes on meanwhile. A few lines that were just written are still in
   * memory: taking them at once costs a tenth of having them brought.
   */
  #fill(file: FileHandle): number | Promise<number> {
    const { length } = this.#buffer;
    if (length === FOLLOW_BYTES) return readSync(file.fd, this.#buffer, 0, length, this.#position);
    return file.read(this.#buffer, 0, length, this.#position).then(({ bytesRead }) => bytesRead);
  }

  #rest(): undefined {
    this.#isDrained = false;
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
