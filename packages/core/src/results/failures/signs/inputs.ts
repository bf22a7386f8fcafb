import type { FailureSign } from '../failure-sign.ts';

const ACCESS = "Accept the model's terms on its page and set HF_TOKEN, or choose another model.";
const NETWORK = 'Check the network and try again, or give the folder of a model that was downloaded beforehand.';
const HUB = 'Check the name of the model: an id of the Hugging Face hub, a folder, or builtin:tiny.';

/** Signs that a model, a checkpoint, a setting or the rows cannot be used. */
export const INPUTS: readonly FailureSign[] = [
  {
    patterns: ['GatedRepoError', 'gated repo', 'awaiting a review from the repo', 'is restricted\\. You must'],
    code: 'MODEL_GATED',
    hint: ACCESS,
  },
  {
    patterns: ['401 Client Error', '403 Client Error', 'Invalid user token', 'Invalid username or password'],
    code: 'MODEL_GATED',
    hint: ACCESS,
  },
  {
    patterns: [
      'RepositoryNotFoundError', 'RevisionNotFoundError', 'not a valid model identifier', 'HFValidationError',
      '404 Client Error',
    ],
    code: 'MODEL_NOT_FOUND',
    hint: HUB,
  },
  {
    patterns: [
      "couldn't connect", "LocalEntryNotFoundError", "OfflineModeIsEnabled", "ConnectError", "ConnectionError",
      "Max retries exceeded", "Name or service not known", "Temporary failure in name resolution",
      "getaddrinfo failed",
    ],
    code: 'NETWORK_UNREACHABLE',
    hint: NETWORK,
    retryable: true,
  },
  {
    patterns: [
      'does not contain `?\\{% generation %\\}', 'chat template.*generation', 'chat_template is not set',
      'no chat template',
    ],
    code: 'MODEL_UNSUITABLE',
    hint: 'Name a template with chat_template, or choose an instruct model: its tokenizer brings one.',
  },
  {
    patterns: ['does not have a padding token', 'Asking to pad but', 'pad_token.*None', 'eos_token.*None'],
    code: 'MODEL_UNSUITABLE',
    hint: 'The tokenizer lacks a token that training needs: choose a model whose tokenizer has an end and a padding '
      + 'token.',
  },
  {
    patterns: [
      'does not appear to have a file named', 'Unrecognized model', 'no file named',
      'does not recognize this architecture', 'Model type .* not supported',
    ],
    code: 'MODEL_UNSUITABLE',
    hint: HUB,
  },
  {
    patterns: ['SafetensorError', 'HeaderTooLarge', 'InvalidHeader', 'MetadataIncompleteBuffer', 'PytorchStreamReader'],
    code: 'CHECKPOINT_INVALID',
    hint: 'A file of weights is damaged: resume from an older checkpoint, or download the model again.',
  },
  {
    patterns: ['Target modules .* not found', 'No matching .*odule', 'lm_head.* is not supported'],
    code: 'CONFIG_INVALID',
    hint: 'Change the setting that the message names.',
  },
  {
    patterns: ['is not a valid (SchedulerType|OptimizerNames|IntervalStrategy)'],
    code: 'CONFIG_INVALID',
    hint: 'Change the setting that the message names.',
  },
  {
    patterns: ['num_samples should be a positive integer'],
    code: 'DATASET_EMPTY',
    hint: 'Give the trainer at least one usable row.',
  },
  {
    patterns: ['ArrowInvalid', 'DatasetGenerationError'],
    code: 'DATASET_INVALID',
    hint: 'Look at the rows with tuner.inspectDataset(): it names line and place.',
  },
  {
    patterns: ['Too many open files', '\\bEMFILE\\b', 'Resource temporarily unavailable', 'can\'t start new thread'],
    code: 'TRAINER_FAILED',
    hint: 'A limit of this user is reached (ulimit -n, ulimit -u): close programs or raise it.',
    retryable: true,
  },
  {
    patterns: ['insufficient shared memory', 'Bus error.*shm', 'DataLoader worker.*killed'],
    code: 'OUT_OF_MEMORY',
    device: 'host',
    hint: 'Set training.dataloader_num_workers to 0, or give the container more shared memory (--shm-size).',
  },
  {
    patterns: ['^KeyboardInterrupt'],
    code: 'INTERRUPTED',
    hint: 'Resume the run to go on.',
    retryable: true,
  },
];
