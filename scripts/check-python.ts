import { findPythons } from '../packages/core/src/environment/find-python.ts';
import { isTunerError } from '../packages/core/src/errors.ts';

// Whether an environment can be built here, before anything is downloaded: this needs no packages.
try {
  const [python] = await findPythons(['3.11', '3.12', '3.13']);
  console.log(`Python ${python.version}: ${python.path}`);
} catch (error) {
  if (!isTunerError(error)) throw error;
  console.error(`${error.message}\n${error.hint ?? ''}`);
  process.exitCode = 3;
}
