import type { FailureSign } from '../failure-sign.ts';

const MEMORY = 'Use a smaller batch size with more gradient_accumulation_steps, shorter rows (max_seq_length), '
  + 'gradient_checkpointing, or a smaller model.';
const DISK = 'Free disk space or keep fewer checkpoints, then resume the run.';

/** Signs that memory or the disk was full. */
export const MEMORY_AND_DISK: readonly FailureSign[] = [
  {
    patterns: [
      'CUDA (error: )?out of memory', 'CUBLAS_STATUS_ALLOC_FAILED', 'cuda\\.OutOfMemoryError', 'HIP out of memory',
    ],
    code: 'OUT_OF_MEMORY',
    device: 'cuda',
    hint: MEMORY,
  },
  {
    patterns: [
      '\\[metal::malloc\\]', 'MPS backend out of memory', 'kIOGPUCommandBufferCallbackErrorOutOfMemory',
      'METAL.*Insufficient Memory',
    ],
    code: 'OUT_OF_MEMORY',
    device: 'metal',
    hint: MEMORY,
  },
  {
    patterns: [
      "DefaultCPUAllocator", "can't allocate memory", "cannot allocate memory", "^MemoryError", "std::bad_alloc",
      "ArrayMemoryError",
    ],
    code: 'OUT_OF_MEMORY',
    device: 'host',
    hint: MEMORY,
  },
  {
    patterns: ['OutOfMemoryError', 'out of memory'],
    code: 'OUT_OF_MEMORY',
    hint: MEMORY,
  },
  {
    patterns: [
      'No space left on device', 'Disk quota exceeded', '\\bENOSPC\\b', 'inline_container\\.cc.*unexpected pos',
      '\\[write\\] Unable to write \\d+ bytes',
    ],
    code: 'DISK_FULL',
    hint: DISK,
  },
];
