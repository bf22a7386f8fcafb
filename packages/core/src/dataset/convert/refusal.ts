/** Thrown where a row cannot be brought into another format as it is; caught by whoever knows its line. */
export class Refusal extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** @throws Refusal */
export function refuse(path: string, reason: string): never {
  throw new Refusal(path, reason);
}
