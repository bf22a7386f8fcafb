import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import { countParameters } from '../../src/plan/model/count-parameters.ts';
import { modelShapeOf } from '../../src/plan/model/model-shape.ts';
import { hubCache } from '../../src/hub/hub-cache.ts';
import { readModel } from '../../src/plan/model/read-model.ts';

const CONFIG = { model_type: 'llama', hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, vocab_size: 100 };
const write = (path: string, value: unknown) => {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
};
const temporary = () => mkdtempSync(join(tmpdir(), 'tuner-model-'));
afterEach(() => vi.unstubAllEnvs());

describe('where a model is found', () => {
  test('a folder', async () => {
    const folder = temporary();
    write(join(folder, 'config.json'), CONFIG);
    expect(await readModel(folder)).toMatchObject({ shape: { hidden: 64 }, place: join(folder, 'config.json'), weightsOnDisk: false });
    write(join(folder, 'model.safetensors'), '');
    expect(await readModel(folder)).toMatchObject({ weightsOnDisk: true });
  });
  test('the hub\'s cache: the snapshot that main names, before others', async () => {
    const cache = temporary();
    const repository = join(cache, 'models--someone--small');
    write(join(repository, 'refs', 'main'), 'newer\n');
    write(join(repository, 'snapshots', 'newer', 'config.json'), { ...CONFIG, hidden_size: 128 });
    write(join(repository, 'snapshots', 'older', 'config.json'), CONFIG);
    vi.stubEnv('HF_HUB_CACHE', cache);
    expect(await readModel('someone/small')).toMatchObject({ shape: { hidden: 128 } });
    expect(await readModel('someone/other')).toMatchObject({ problem: 'missing', place: cache });
  });
  test('a cache that the configuration names, with any snapshot', async () => {
    const cache = temporary();
    write(join(cache, 'models--a--b', 'snapshots', 'x', 'config.json'), CONFIG);
    expect(await readModel('a/b', cache)).toMatchObject({ shape: { hidden: 64 } });
  });
  test('an adapter leads to its base model; one that leads to an adapter ends there', async () => {
    const [base, adapter, odd] = [temporary(), temporary(), temporary()];
    write(join(base, 'config.json'), CONFIG);
    write(join(adapter, 'adapter_config.json'), { base_model_name_or_path: base });
    expect(await readModel(adapter)).toMatchObject({ place: join(base, 'config.json') });
    write(join(odd, 'adapter_config.json'), { model: odd });
    expect(await readModel(odd)).toMatchObject({ problem: 'unreadable' });
  });
  test('the hub\'s variables, in its own order', () => {
    expect(hubCache({ HF_HUB_CACHE: '/c', HF_HOME: '/h' })).toBe('/c');
    expect(hubCache({ HF_HOME: '/h' })).toBe(join('/h', 'hub'));
    expect(hubCache({ XDG_CACHE_HOME: '/x' })).toBe(join('/x', 'huggingface', 'hub'));
  });
  test.each(['{', '[]', 'null', '{"hidden_size": "wide"}', '{"num_hidden_layers": 1e12}'])('%s is unreadable, and said to be so', async (text) => {
    const folder = temporary();
    write(join(folder, 'config.json'), text);
    expect(await readModel(folder)).toMatchObject({ problem: 'unreadable', reason: expect.stringContaining('config.json') });
  });
});

test('builtin:tiny is as large as the trainers build it', async () => {
  const tiny = await readModel('builtin:tiny');
  // 400 x 128, three blocks of 4 x 128 x 128 and 3 x 128 x 512, seven norms of 128.
  expect('shape' in tiny && countParameters(tiny.shape).total).toBe(51_200 + 3 * (65_536 + 196_608) + 7 * 128);
});

test('any JSON is a shape or none, whose parameters are a number', () => {
  const names = Object.keys(CONFIG).concat('num_key_value_heads', 'head_dim', 'intermediate_size', 'num_experts', 'text_config', 'quantization_config');
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.nat(500))), (document) => {
    const shape = modelShapeOf(document as JsonObject);
    if (shape) expect(Number.isFinite(countParameters(shape).total)).toBe(true);
  }), { numRuns: 300 });
});
