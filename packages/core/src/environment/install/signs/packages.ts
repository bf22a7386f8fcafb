import type { InstallSign } from '../install-sign.ts';

/** Signs that a package itself is in the way. */
export const PACKAGES: readonly InstallSign[] = [
  {
    patterns: [
      'DO NOT MATCH THE HASHES', 'Hash mismatch', 'BadZipFile', 'is not a zip file', 'Wheel .* is invalid',
      'has an invalid wheel', 'invalid wheel', 'bad CRC', 'Failed to (extract|unzip) ', 'Invalid zip file',
    ],
    code: 'PACKAGE_CORRUPT',
    message: 'A package is not what its index promises: its hash differs, or its file is damaged.',
    fixes: [
      "Empty pip's cache (python -m pip cache purge), then try again.",
      'Look at the mirror, proxy or folder of wheels that it came from: something changes or cuts the file.',
    ],
    retryable: true,
  },
  {
    patterns: ['ensurepip is not available', 'No module named ensurepip', 'No module named venv'],
    code: 'PYTHON_UNUSABLE',
    message: 'This Python cannot make virtual environments: its venv module is incomplete.',
    fixes: ['Debian, Ubuntu: sudo apt install python3-venv.', 'Name another Python with pythonPath or TUNER_PYTHON.'],
  },
  {
    patterns: ['No module named pip\\b'],
    code: 'PYTHON_UNUSABLE',
    message: 'The environment came without pip.',
    fixes: ['Name another Python with pythonPath or TUNER_PYTHON.', 'Install with uv: { uv: true }.'],
  },
  {
    patterns: ['ResolutionImpossible', 'conflicting dependencies', 'because you require .* and .* unsatisfiable'],
    code: 'PACKAGE_MISMATCH',
    message: 'The locked packages do not go together with a constraint of this machine.',
    fixes: ['Take back constraints of your own: PIP_CONSTRAINT, UV_CONSTRAINT, pip config list.'],
  },
  {
    patterns: [
      'No matching distribution found', 'there is no version of ', 'Could not find a version that satisfies',
      'Requires-Python', 'not a supported wheel on this platform', 'has no usable wheels',
      'no wheels? with a matching',
      'was not found in the (package registry|provided package locations)',
    ],
    code: 'PACKAGE_UNAVAILABLE',
    message: 'There is no wheel of a locked package for this Python and this machine where it was looked for.',
    fixes: [
      'Use another Python: 3.12 has wheels of every package (pythonPath).',
      'A mirror or a folder of wheels may lack it: name another with index, extraIndex or wheels.',
      'Where pip is set to no retries (PIP_RETRIES=0), an index that does not answer looks the same.',
    ],
  },
];
