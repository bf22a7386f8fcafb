import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { weightsFile, WHOLE, writeFolder, type ModelFiles } from '../support/small-model.ts';
import type { Arranged, Expected, Fault, Kit, Place } from '../trial.ts';

const adapter = (base: string): ModelFiles => ({
  'adapter_config.json': JSON.stringify({ peft_type: 'LORA', base_model_name_or_path: base }),
  'adapter_model.safetensors': weightsFile(),
});
const config = (changes: object) => ({ 'config.json': JSON.stringify(changes) });
/** A hundred and twenty thousand million weights. */
const HUGE = {
  architectures: ['LlamaForCausalLM'], model_type: 'llama', hidden_size: 12_288, intermediate_size: 49_152, num_hidden_layers: 96,
  num_attention_heads: 96, num_key_value_heads: 96, vocab_size: 128_000, max_position_embeddings: 8192,
};
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n';

type NameSpec = readonly [name: string, on: Kit, modelName: string, code: string, place: Expected['place'], fix: RegExp];

const NAMES: readonly NameSpec[] = [
  [
    'a folder that is not there', 'rtx sft', './models/nowhere', 'MODEL_NOT_FOUND', 'models/nowhere',
    /Hugging Face hub/,
  ],
  [
    'a home that no shell fills in', 'mac sft', '~/models/mistral', 'MODEL_NOT_FOUND', '~/models/mistral',
    new RegExp(homedir()),
  ],
  ['an address', 'rtx sft', 'https://huggingface.co/org/model', 'MODEL_NOT_FOUND', 'an address', /Write org\/model/],
  ['a name that the hub cannot have', 'mac kto', 'my model', 'MODEL_NOT_FOUND', 'my model', /organization\/model/],
  ['a built-in that does not exist', 'rtx kto', 'builtin:small', 'MODEL_NOT_FOUND', 'builtin:small', /builtin:tiny/],
  [
    '4 bits for CUDA on a CPU', 'rtx sft', 'unsloth/mistral-7b-bnb-4bit', 'MODEL_UNSUITABLE',
    'unsloth/mistral-7b-bnb-4bit', /unsloth\/mistral-7b/,
  ],
  [
    '4 bits for CUDA on a Mac', 'mac sft', 'org/llama-unsloth-bnb-4bit', 'MODEL_UNSUITABLE',
    'org/llama-unsloth-bnb-4bit', /org\/llama/,
  ],
];

type FolderSpec = readonly [name: string, on: Kit, files: ModelFiles, code: string, place: Expected['place'], fix: RegExp];

const FOLDERS: readonly FolderSpec[] = [
  [
    'a folder of GGUF', 'rtx sft', { 'model-Q4_K_M.gguf': 'GGUF' }, 'MODEL_UNSUITABLE', 'model-Q4_K_M.gguf',
    /config\.json/,
  ],
  [
    'a folder above the model', 'mac sft', { 'inner/config.json': '{"model_type": "llama"}' }, 'MODEL_UNSUITABLE',
    'given', /inner/,
  ],
  [
    'a configuration that is no JSON', 'rtx sft', { ...WHOLE, 'config.json': '{' }, 'MODEL_UNSUITABLE',
    'given/config.json', /folder/,
  ],
  [
    'a model without weights', 'mac sft', { ...WHOLE, 'model.safetensors': '' }, 'MODEL_UNSUITABLE', 'no weights',
    /weights/,
  ],
  [
    'a model without a tokenizer', 'rtx sft', { ...WHOLE, 'tokenizer.json': '' }, 'MODEL_UNSUITABLE', 'no tokenizer',
    /tokenizer/,
  ],
  [
    'weights that were cut off', 'rtx sft', { ...WHOLE, 'model.safetensors': weightsFile().subarray(0, -4) },
    'MODEL_UNSUITABLE', 'cut off', /snapshot_download/,
  ],
  [
    'weights that are a pointer', 'mac sft', { ...WHOLE, 'model.safetensors': POINTER }, 'MODEL_UNSUITABLE',
    'model.safetensors', /git lfs pull/,
  ],
  ['a part of the weights missing', 'rtx kto', {
    ...WHOLE, 'model.safetensors': '', 'model-00001-of-00002.safetensors': weightsFile(),
    'model.safetensors.index.json': JSON.stringify({ weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' } }),
  }, 'MODEL_UNSUITABLE', 'model-00002-of-00002.safetensors', /snapshot_download/],
  [
    'a model that fills gaps', 'rtx sft',
    { ...WHOLE, ...config({ architectures: ['BertForMaskedLM'], model_type: 'bert' }) }, 'MODEL_UNSUITABLE',
    'BertForMaskedLM', /ForCausalLM/,
  ],
  [
    'a model that translates', 'rtx sft',
    { ...WHOLE, ...config({ architectures: ['T5ForConditionalGeneration'], is_encoder_decoder: true, model_type: 't5' }) },
    'MODEL_UNSUITABLE', 'T5ForConditionalGeneration', /ForCausalLM/,
  ],
  [
    'a tokenizer without a template', 'mac sft', { ...WHOLE, 'tokenizer_config.json': '{}' }, 'DATASET_INVALID',
    'given', /chat_template/,
  ],
  [
    'an adapter without its base', 'mac sft', { 'adapter_config.json': '{}' }, 'MODEL_NOT_FOUND',
    'given/adapter_config.json', /as from/,
  ],
  [
    'an adapter whose base is not there', 'rtx sft', adapter('/models/gone'), 'MODEL_NOT_FOUND', '/models/gone',
    /Hugging Face hub/,
  ],
];

type StartSpec = readonly [name: string, on: Kit, files: ModelFiles, code: string, place: Expected['place'], fix: RegExp];

const STARTS: readonly StartSpec[] = [
  ['a start from an empty run', 'rtx kto', { 'notes.txt': 'x' }, 'CHECKPOINT_INVALID', 'given', /adapter/],
  [
    'a start from the folder above a checkpoint', 'rtx kto', { 'checkpoint-8/adapter_config.json': '{}' },
    'CHECKPOINT_INVALID', 'given', /checkpoint-8/,
  ],
  [
    'a start from another model\'s adapter', 'rtx kto', adapter('org/other-model'), 'CHECKPOINT_INVALID',
    { found: 'org/other-model' }, /org\/other-model/,
  ],
  [
    'a start from an adapter that was cut off', 'mac kto',
    { ...adapter('builtin:tiny'), 'adapter_model.safetensors': weightsFile().subarray(0, 30) }, 'CHECKPOINT_INVALID',
    'adapter_model.safetensors', /another checkpoint/,
  ],
];

const fault = (name: string, on: Kit, expected: Expected, arrange: (place: Place) => Arranged): Fault =>
  ({ area: 'model', name, on, expected, arrange });

/** Faults of models and of what is started from. */
export const MODELS: readonly Fault[] = [
  ...NAMES.map(([name, on, modelName, code, place, fix]) => fault(name, on, { code, place, fix }, () => ({ overrides: { modelName } }))),
  ...FOLDERS.map(([name, on, files, code, place, fix]) =>
    fault(name, on, { code, place, fix }, (at) => ({ overrides: { modelName: writeFolder(at, 'given', files) } }))),
  ...STARTS.map(([name, on, files, code, place, fix]) =>
    fault(name, on, { code, place, fix }, (at) => ({ options: { from: writeFolder(at, 'given', files) } }))),
  fault('a start from nowhere', 'mac sft', { code: 'CHECKPOINT_INVALID', place: 'nowhere', fix: /adapter/ },
    ({ folder }) => ({ options: { from: join(folder, 'nowhere') } })),
  fault('a model that is not downloaded, offline', 'rtx sft', { code: 'MODEL_NOT_FOUND', place: 'org/model', fix: /HF_HUB_OFFLINE/ },
    ({ folder }) => ({ overrides: { modelName: 'org/model' }, variables: { HF_HUB_OFFLINE: '1', HF_HOME: folder } })),
  fault('a file of weights for a model', 'rtx sft', { code: 'MODEL_UNSUITABLE', place: 'is a file', fix: /folder/ },
    (place) => ({ overrides: { modelName: place.write('model.safetensors', weightsFile()) } })),
  fault('a model that does not fit', 'rtx sft', { code: 'OUT_OF_MEMORY', place: { device: 'cpu' }, fix: /GB/ }, (place) => ({
    overrides: { modelName: writeFolder(place, 'given', { ...WHOLE, 'config.json': JSON.stringify(HUGE) }), settings: { training: { fine_tune_type: 'full' } } },
  })),
  fault('an empty folder for a model', 'mac sft', { code: 'MODEL_UNSUITABLE', place: 'is empty', fix: /config\.json/ }, ({ folder }) => {
    mkdirSync(join(folder, 'void'));
    return { overrides: { modelName: join(folder, 'void') } };
  }),
];
