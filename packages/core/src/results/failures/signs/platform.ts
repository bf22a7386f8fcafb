import type { FailureSign } from '../failure-sign.ts';

const PACKAGE = 'Build the managed environment again, or install the package into the Python that runs the trainer.';
const MISMATCH = 'Packages that do not go together: use the managed environment, whose versions are locked.';
const DRIVER = 'Install a newer NVIDIA driver, or packages that are built for the one that is there.';
const COMPILER = 'Install a C compiler and the headers of Python (Debian: apt install build-essential python3-dev), or '
  + 'switch off what compiles, such as Triton kernels.';

/** Signs that GPU, driver, compiler or packages do not fit. */
export const PLATFORM: readonly FailureSign[] = [
  {
    patterns: [
      'NVIDIA driver on your system is too old', 'CUDA driver version is insufficient',
      'forward compatibility was attempted',
    ],
    code: 'DRIVER_MISMATCH',
    hint: DRIVER,
  },
  {
    patterns: ['no kernel image is available for execution', 'is not compatible with the current PyTorch installation'],
    code: 'DRIVER_MISMATCH',
    hint: 'This GPU needs packages that are built for it: a newer PyTorch for a newer GPU.',
  },
  {
    patterns: [
      'Found no NVIDIA driver', 'No CUDA GPUs are available', 'no CUDA-capable device',
      'Torch not compiled with CUDA enabled',
    ],
    code: 'GPU_NOT_FOUND',
    hint: "Check nvidia-smi, or ask for the CPU by name: device: 'cpu'.",
  },
  {
    patterns: [
      'kIOGPUCommandBufferCallbackErrorTimeout', 'Caused GPU Timeout',
      'kIOGPUCommandBufferCallbackErrorImpactingInteractivity',
    ],
    code: 'CRASHED',
    hint: 'macOS ended a step on the GPU that took too long: use a smaller batch size or shorter rows.',
  },
  {
    patterns: [
      'Failed to find C compiler', 'Python\\.h: No such file', 'Cannot find a working triton', 'gcc: not found',
      'cl\\.exe.*not found', 'CalledProcessError.*(gcc|clang|cc1)',
    ],
    code: 'COMPILER_MISSING',
    hint: COMPILER,
  },
  {
    patterns: [
      "cannot import name", "undefined symbol", "GLIBC(XX)?_[\\d.]+' not found", "numpy\\.dtype size changed",
      "compiled using NumPy 1", "is required for a normal functioning", "version conflict",
    ],
    code: 'PACKAGE_MISMATCH',
    hint: MISMATCH,
  },
  {
    patterns: [
      'ModuleNotFoundError', 'ImportError', 'No module named', 'requires (wandb|tensorboard|trackio) to be installed',
      'bitsandbytes.* is required',
    ],
    code: 'PACKAGE_MISSING',
    hint: PACKAGE,
  },
];
