import { join } from 'node:path';
import { fakeProgram, HEALTHY } from './fake-python.ts';
import { PYTHON } from './fixture-run.ts';

/**
 * A Python whose virtual environments borrow the pip of the Python behind it: making a pip for each takes seconds, and
 * tests make many. On Windows it is that Python itself.
 */
export function quickPython(folder: string): string {
  if (process.platform === 'win32') return PYTHON;
  const answer = JSON.stringify({ ...HEALTHY, executable: join(folder, 'python') });
  return fakeProgram(folder, 'python', `case "$*" in
    *find_spec*) echo '${answer}' ;;
    *"-m venv"*) for venv; do :; done; ${PYTHON} -I -m venv --without-pip --system-site-packages "$venv"; sleep 0.2 ;;
    *) exec ${PYTHON} "$@" ;;
  esac`);
}
