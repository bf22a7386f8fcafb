import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import { adapterParameters, countParameters } from '../../src/plan/model/count-parameters.ts';
import { modelShapeOf } from '../../src/plan/model/model-shape.ts';

const sizes = (hidden_size: number, intermediate_size: number, num_hidden_layers: number, num_attention_heads: number,
  num_key_value_heads: number, vocab_size: number) =>
  ({ hidden_size, intermediate_size, num_hidden_layers, num_attention_heads, num_key_value_heads, vocab_size });

/** `config.json` of published models, and how many parameters their files hold (the hub's count of safetensors). */
const PUBLISHED: [name: string, config: JsonObject, parameters: number][] = [
  ['Llama 3.1 8B', { model_type: 'llama', ...sizes(4096, 14_336, 32, 32, 8, 128_256) }, 8_030_261_248],
  ['Llama 2 7B', { model_type: 'llama', ...sizes(4096, 11_008, 32, 32, 32, 32_000) }, 6_738_415_616],
  ['Mistral 7B 0.3', { model_type: 'mistral', ...sizes(4096, 14_336, 32, 32, 8, 32_768) }, 7_248_023_552],
  ['TinyLlama', { model_type: 'llama', ...sizes(2048, 5632, 22, 32, 4, 32_000) }, 1_100_048_384],
  ['SmolLM2 135M', { model_type: 'llama', tie_word_embeddings: true, ...sizes(576, 1536, 30, 9, 3, 49_152) }, 134_515_008],
  ['Qwen2.5 0.5B', { model_type: 'qwen2', tie_word_embeddings: true, ...sizes(896, 4864, 24, 14, 2, 151_936) }, 494_032_768],
  ['Qwen2.5 7B', { model_type: 'qwen2', tie_word_embeddings: false, ...sizes(3584, 18_944, 28, 28, 4, 152_064) }, 7_615_616_512],
  ['Qwen3 0.6B', { model_type: 'qwen3', tie_word_embeddings: true, head_dim: 128, ...sizes(1024, 3072, 28, 16, 8, 151_936) }, 596_049_920],
  ['Mixtral 8x7B', { model_type: 'mixtral', num_local_experts: 8, num_experts_per_tok: 2, ...sizes(4096, 14_336, 32, 32, 8, 32_000) }, 46_702_792_704],
];

describe('parameters', () => {
  test.each(PUBLISHED)('%s', (_, config, parameters) => {
    const shape = modelShapeOf(config);
    expect(shape && countParameters(shape).total).toBe(parameters);
  });

  test('a tied head has none of its own, and is the default where transformers has it so', () => {
    const gemma = modelShapeOf({ model_type: 'gemma2', head_dim: 256, ...sizes(2304, 9216, 26, 8, 4, 256_000) });
    expect(gemma?.tied).toBe(true);
    expect(gemma && countParameters(gemma).head).toBe(0);
  });

  test('Qwen2-MoE counts its experts, and the one that every token passes', () => {
    const shape = modelShapeOf({
      model_type: 'qwen2_moe', num_experts: 60, num_experts_per_tok: 4, moe_intermediate_size: 1408,
      shared_expert_intermediate_size: 5632, ...sizes(2048, 5632, 24, 16, 16, 151_936),
    });
    expect(shape?.experts).toEqual({ count: 60, active: 4, inner: 1408, shared: 5632, denseLayers: 0 });
    // The model card says 14.3 billion.
    expect((shape ? countParameters(shape).total : 0) / 1e9).toBeCloseTo(14.3, 1);
  });
});

describe('config.json', () => {
  test('the names of older families', () => {
    const shape = modelShapeOf({ model_type: 'gpt2', n_embd: 768, n_layer: 12, n_head: 12, vocab_size: 50_257 });
    expect(shape).toMatchObject({ hidden: 768, layers: 12, heads: 12, inner: 3072, gated: false, tied: true });
  });
  test('the text part of a model with pictures', () => {
    const text_config = { model_type: 'gemma3_text', head_dim: 256, ...sizes(2560, 10_240, 34, 8, 4, 262_208) };
    expect(modelShapeOf({ model_type: 'gemma3', text_config })).toMatchObject({ hidden: 2560, keyNorm: true });
  });
  test('what lacks a size is none', () => {
    expect(modelShapeOf({ model_type: 'llama', hidden_size: 64 })).toBeUndefined();
    expect(modelShapeOf({ ...sizes(64, 64, 0, 2, 2, 10) })).toBeUndefined();
  });
  test('a family that nobody knows is told apart', () => {
    expect(modelShapeOf({ model_type: 'newest', ...sizes(64, 64, 2, 2, 2, 10) })?.isKnown).toBe(false);
  });
  test.each([
    [{ quantization_config: { load_in_4bit: true } }, 4], [{ quantization_config: { bits: 8 } }, 8],
    [{ quantization: { bits: 4, group_size: 64 } }, 4], [{}, undefined],
  ])('%j is quantized to %s bits', (more, bits) => {
    expect(modelShapeOf({ ...sizes(64, 64, 2, 2, 2, 10), ...more })?.quantizedBits).toBe(bits);
  });
});

describe('adapters of Llama 2 7B', () => {
  const llama = modelShapeOf(PUBLISHED[1]![1])!;
  const adapter = { rank: 8, targets: ['q_proj', 'v_proj'], dropout: false, dora: false, wholeModules: [] };
  test('queries and values at rank 8: 4.2 million, as PEFT prints', () => {
    expect(adapterParameters(llama, adapter)).toBe(4_194_304);
  });
  test('every linear layer at rank 16: 40 million, as PEFT prints', () => {
    expect(adapterParameters(llama, { ...adapter, rank: 16, targets: 'all-linear' })).toBe(39_976_960);
  });
  test('a target may be a path, or another build\'s name', () => {
    expect(adapterParameters(llama, { ...adapter, targets: ['self_attn.q_proj', 'v_proj'] })).toBe(4_194_304);
    expect(adapterParameters(llama, { ...adapter, targets: ['qkv_proj'] })).toBe(6_291_456);
  });
  test('DoRA adds a magnitude for each output', () => {
    expect(adapterParameters(llama, { ...adapter, dora: true })).toBe(4_194_304 + 32 * 2 * 4096);
  });
  test('only the last blocks', () => {
    expect(adapterParameters(llama, { ...adapter, blocks: 4 })).toBe(4_194_304 / 8);
  });
});
