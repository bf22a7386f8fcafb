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

  /**
   * The next bytes, in a buffer that is used again; `undefined` when there are no more for now. Not always a promise: a
   * few lines that were just written are still in memory, and waiting for them costs ten times as much as taking them.
   */
  read(): Buffer | undefined | Promise<Buffer | undefined> {
    if (this.#isDrained) return this.#rest();
    if (!this.#file) return this.#open();
    const { length } = this.#buffer;
    if (length === FOLLOW_BYTES) return this.#taken(readSync(this.#file.fd, this.#buffer, 0, length, this.#position));
    // A long file is read aside, so that the program goes on meanwhile.
    return this.#file.read(this.#buffer, 0, length, this.#position).then(({ bytesRead }) => this.#taken(bytesRead));
  }

  async #open(): Promise<Buffer | undefined> {
    this.#file = await open(this.#path).catch(missingIsEmpty);
    return this.#file && this.read();
  }

  #taken(bytesRead: number): Buffer | undefined {
    // Less than there is room for is all there is: asking again would only say so.
    this.#isDrained = bytesRead > 0 && bytesRead < this.#buffer.length;
    if (bytesRead === 0) return undefined;
    this.#position += bytesRead;
    const bytes = this.#buffer.subarray(0, bytesRead);
    const size = bytesRead === this.#buffer.length ? REPLAY_BYTES : FOLLOW_BYTES;
    if (size !== this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(size);
    return bytes;
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
