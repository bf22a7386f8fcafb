import type { InstallSign } from '../install-sign.ts';

/** Signs that the machine is in the way: its disk, memory, permissions, compiler. */
export const MACHINE: readonly InstallSign[] = [
  {
    patterns: [
      'No space left on device', '\\bENOSPC\\b', 'Errno 28\\b', 'Disk quota exceeded', 'Errno 122\\b', 'os error 28\\b',
    ],
    code: 'DISK_FULL',
    message: 'The disk is full: the Python packages could not be installed.',
    fixes: ['Free some gigabytes, then try again.', 'Set TUNER_HOME to a folder on another disk.'],
    retryable: true,
  },
  {
    patterns: ['^MemoryError', 'Cannot allocate memory', 'Errno 12\\b', 'os error 12\\b'],
    code: 'OUT_OF_MEMORY',
    message: 'The machine has too little memory to unpack the Python packages.',
    fixes: ['End other programs, then try again.'],
    retryable: true,
  },
  {
    patterns: ['WinError 206', 'File ?name too long', 'enable.*long path', 'os error 206\\b'],
    code: 'ENVIRONMENT_INSTALL_FAILED',
    message: 'A path of the environment is longer than this system allows.',
    fixes: ['Set TUNER_HOME to a short path, such as C:\\tuner.', 'Switch on long paths in Windows: LongPathsEnabled.'],
  },
  {
    patterns: ['WinError (5|32)\\b', 'used by another process'],
    code: 'ENVIRONMENT_INSTALL_FAILED',
    message: 'Another program, often a virus scanner, has a file of the environment open.',
    fixes: ['Try again.', 'Take the folder of the environments out of the scan.'],
    retryable: true,
  },
  {
    patterns: ['Permission denied', 'Errno 13\\b', 'Read-only file system', 'Errno 30\\b', 'os error (13|30)\\b'],
    code: 'ENVIRONMENT_INSTALL_FAILED',
    message: 'The environment could not be written: this user may not write there.',
    fixes: ['Set TUNER_HOME to a folder that you may write to.'],
  },
  {
    patterns: [
      'Python\\.h: No such file', 'Unable to find a compiler', 'Microsoft Visual C\\+\\+ .*is required',
      "command '?\\S*(gcc|cc|clang|cl\\.exe)'? failed", 'linker `?cc`? not found', 'Failed (to build|building) ',
    ],
    code: 'COMPILER_MISSING',
    message: 'A package would have to be compiled here, and that failed.',
    fixes: [
      'Use a Python that the packages have wheels for: 3.12 (pythonPath).',
      'Install a C compiler and the headers of Python (Debian: sudo apt install build-essential python3-dev).',
    ],
  },
];
