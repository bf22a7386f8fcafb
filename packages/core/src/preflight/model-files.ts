import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../config/paths.ts';
import type { JsonObject } from '../contract/json.ts';

const WEIGHTS = /^(model.*\.safetensors|pytorch_model.*\.bin)$/;
const TOKENIZER = /^((tokenizer|vocab|tekken)\.json|vocab\.txt|.*\.(model|tiktoken)|tokenization_\w+\.py)$/;
/** A header of more is no header: it is safetensors' own limit. */
const MOST_HEADER_BYTES = 100_000_000;

/** The names in a folder; none when it cannot be read. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** The JSON object in a file; `undefined` when it is not there, or why it cannot be read. */
export async function readObject(path: string): Promise<JsonObject | string | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : message;
  }
  if (isPointer(text)) return 'it is a pointer file of Git LFS, not the file itself (git lfs pull)';
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : 'it holds no JSON object';
  } catch (error) {
    return `it is no JSON (${(error as Error).message})`;
  }
}

/** What is wrong with the weights among `names`, as the rest of a sentence about the folder. */
export async function weightsProblem(
  folder: string, names: readonly string[], needsSafetensors = false,
): Promise<string | undefined> {
  const files = names.filter((name) => WEIGHTS.test(name));
  if (needsSafetensors && files.length > 0 && !files.some((name) => name.endsWith('.safetensors'))) {
    return `holds ${files[0]}: MLX reads weights as safetensors only`;
  }
  if (files.length === 0) return 'holds no weights (model.safetensors)';
  const missing = (await shardsOf(folder, names)).find((name) => !names.includes(name));
  if (missing !== undefined) return `lacks ${missing}, which its index names: the download is not complete`;
  for (const name of files) {
    const damage = name.endsWith('.safetensors') ? await safetensorsDamage(join(folder, name)) : undefined;
    if (damage !== undefined) return `holds ${name}, but ${damage}`;
  }
  return undefined;
}

/** What is wrong with the tokenizer among `names`, as the rest of a sentence about the folder. */
export async function tokenizerProblem(folder: string, names: readonly string[]): Promise<string | undefined> {
  if (!names.some((name) => TOKENIZER.test(name))) return 'holds no tokenizer (tokenizer.json)';
  if (!names.includes('tokenizer.json')) return undefined;
  // Of many megabytes: that it begins and ends like an object must do.
  const text = await readFile(join(folder, 'tokenizer.json'), 'utf8').catch((error: Error) => error);
  if (typeof text !== 'string') return `holds tokenizer.json, but it cannot be read: ${text.message}`;
  if (isPointer(text)) return 'holds tokenizer.json, but it is a pointer file of Git LFS (git lfs pull)';
  const isWhole = /^\uFEFF?\s*\{/.test(text) && text.trimEnd().endsWith('}');
  return isWhole ? undefined : 'holds tokenizer.json, but it is cut off, or no JSON object';
}

async function shardsOf(folder: string, names: readonly string[]): Promise<string[]> {
  const index = names.find((name) => name === 'model.safetensors.index.json')
    ?? names.find((name) => name === 'pytorch_model.bin.index.json' && !names.includes('model.safetensors'));
  const content = index === undefined ? undefined : await readObject(join(folder, index));
  const map = isObject(content) ? content['weight_map'] : undefined;
  return isObject(map) ? [...new Set(Object.values(map).filter((name) => typeof name === 'string'))] : [];
}

/**
 * Why a file of weights cannot be whole: eight bytes say how long its header is, the header where each tensor ends
 * (https://huggingface.co/docs/safetensors). `undefined` when nothing is wrong.
 */
export async function safetensorsDamage(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: Error) => error.message);
  if (typeof file === 'string') return `it cannot be read: ${file}`;
  try {
    const { size } = await stat(path);
    const start = await read(8, 0);
    if (size < 300 && isPointer((await read(size, 0)).toString('utf8'))) {
      return 'it is a pointer file of Git LFS, not the weights (git lfs pull)';
    }
    const length = start.length < 8 ? Infinity : Number(start.readBigUInt64LE());
    if (length + 8 > size || length > MOST_HEADER_BYTES) return `it is cut off or damaged (${size} bytes)`;
    const end = length + 8 + lastByte((await read(length, 8)).toString('utf8'));
    return end === size ? undefined : `it has ${size} bytes instead of ${end}: cut off or damaged`;
  } catch {
    return 'its header is damaged';
  } finally {
    await file.close();
  }

  async function read(length: number, at: number): Promise<Buffer> {
    const opened = file as FileHandle;
    const { bytesRead, buffer } = await opened.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  }
}

function lastByte(header: string): number {
  const tensors = Object.values(JSON.parse(header) as Record<string, { data_offsets?: [number, number] }>);
  return Math.max(0, ...tensors.map(({ data_offsets: offsets }) => offsets?.[1] ?? 0));
}

function isPointer(text: string): boolean {
  return text.startsWith('version https://git-lfs.github.com/spec/');
}
