import { join } from 'node:path';
import { fakeProgram, HEALTHY } from './fake-python.ts';
import { PYTHON } from './fixture-run.ts';

/**
 * A Python whose virtual environments borrow the pip of the Python behind it: making a pip for each takes seconds, and
 * tests make many.
 */
export function quickPython(folder: string): string {
  const answer = JSON.stringify({ ...HEALTHY, executable: join(folder, 'python') });
  return fakeProgram(folder, 'python', `case "$*" in
    *find_spec*) echo '${answer}' ;;
    *"-m venv"*) for venv; do :; done; ${PYTHON} -I -m venv --without-pip --system-site-packages "$venv"; sleep 0.2 ;;
    *) exec ${PYTHON} "$@" ;;
  esac`);
}
