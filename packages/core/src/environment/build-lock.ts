import { execa } from 'execa';
import { createInterface } from 'node:readline';
import { EnvironmentError } from '../errors.ts';
import { throwIfAborted } from './aborted.ts';

/**
 * Locks the file for as long as its standard input is open: the system lets go whatever becomes of this program. The
 * lines that it reads there name the processes of the work (`+pid`, `-pid`): those go with the host, before the lock.
 */
const SCRIPT = `
import os, signal, sys, threading, time

def end_with_the_host():
    working = set()
    for line in sys.stdin:
        (working.add if line[0] == "+" else working.discard)(int(line[1:]))
    for pid in working:
        try:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        except OSError:
            pass
    os._exit(0)

def take(file):
    try:
        if sys.platform == "win32":
            import msvcrt
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except (BlockingIOError, PermissionError):
        return False

host = threading.Thread(target=end_with_the_host)
host.start()
try:
    file = open(sys.argv[1], "a+b")
    if not take(file):
        print("waiting", flush=True)
        while not take(file):
            time.sleep(0.2)
    print("locked", flush=True)
except Exception as error:
    print(error, flush=True)
    os._exit(1)
host.join()
`;

/** How to take a lock. */
export interface BuildLockOptions {
  /** The interpreter that holds the lock: Node has no file locks. */
  readonly python: string;
  readonly signal?: AbortSignal;
  /** Called when another process holds it. */
  readonly onWait: () => void;
}

/** Tells the lock of a process that works under it, and gives what is to be called when that has ended. */
export type EndsWithHost = (pid: number) => () => void;

/**
 * Runs `work` while no other process works on `folder`. The lock ends with its holder, however that ends; what `work`
 * has started and told, too.
 */
export async function withBuildLock<T>(
  folder: string, options: BuildLockOptions, work: (endsWithHost: EndsWithHost) => Promise<T>,
): Promise<T> {
  const { python, signal, onWait } = options;
  throwIfAborted(signal);
  const holder = execa(python, ['-I', '-c', SCRIPT, `${folder}.lock`], {
    stdin: 'pipe', stderr: 'ignore', buffer: false, reject: false,
  });
  // A holder that was killed cannot be told any more.
  holder.stdin.on('error', () => undefined);
  const giveUp = () => holder.kill('SIGKILL');
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await untilLocked(holder.stdout, folder, onWait, signal);
    // From here on an abort ends the work first, then the lock.
    signal?.removeEventListener('abort', giveUp);
    return await work((pid) => {
      holder.stdin.write(`+${pid}\n`);
      return () => holder.stdin.write(`-${pid}\n`);
    });
  } finally {
    holder.kill('SIGKILL');
    await holder;
  }
}

async function untilLocked(
  output: NodeJS.ReadableStream, folder: string, onWait: () => void, signal?: AbortSignal,
): Promise<void> {
  let complaint = 'its Python gave no answer';
  for await (const line of createInterface({ input: output })) {
    if (line === 'locked') return;
    if (line === 'waiting') onWait();
    else complaint = line;
  }
  throwIfAborted(signal);
  throw new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', `${folder}.lock could not be locked: ${complaint}.`, {
    hint: 'Set TUNER_HOME to a folder on a local disk that you may write to.',
  });
}
