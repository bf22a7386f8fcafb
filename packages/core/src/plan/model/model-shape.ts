import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';

/** The sizes of a causal language model: what its `config.json` says, under one set of names. */
export interface ModelShape {
  /** `model_type`, such as `llama`. */
  readonly family: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  /** Heads of keys and values: fewer than `heads` under grouped-query attention. */
  readonly keyHeads: number;
  readonly headSize: number;
  /** Width of the feed-forward part of a dense block. */
  readonly inner: number;
  /** Whether that part has a gate: three matrices instead of two. */
  readonly gated: boolean;
  readonly vocabulary: number;
  /** Whether the head's weights are those of the embedding. */
  readonly tied: boolean;
  /** Biases of queries, keys and values. */
  readonly attentionBias: boolean;
  /** A norm on queries and keys. */
  readonly keyNorm: boolean;
  /** Mixture of experts; `undefined` for a dense model. */
  readonly experts?: ExpertShape;
  /** Bits of the weights as they lie in its files, where they are quantized. */
  readonly quantizedBits?: number;
  /** Whether the family is one whose build is known; else it is taken for a Llama. */
  readonly isKnown: boolean;
}

/** The experts of a block. */
export interface ExpertShape {
  readonly count: number;
  /** Experts that a token passes. */
  readonly active: number;
  /** Width of one expert. */
  readonly inner: number;
  /** Width of what every token passes besides; 0 without. */
  readonly shared: number;
  /** Blocks at the beginning that have no experts. */
  readonly denseLayers: number;
}

/** Llamas in all but name, or with what the flags say. */
const GATED = [
  'llama', 'mistral', 'mistral3', 'ministral', 'mixtral', 'qwen2', 'qwen2_moe', 'qwen3', 'qwen3_moe', 'gemma', 'gemma2',
  'gemma3', 'gemma3_text', 'phi3', 'smollm3', 'olmo', 'olmo2', 'cohere', 'cohere2', 'granite', 'granitemoe', 'glm',
  'glm4', 'deepseek_v2', 'deepseek_v3', 'stablelm', 'starcoder', 'exaone4', 'gpt_oss', 'ernie4_5', 'seed_oss',
];
const PLAIN = ['gpt2', 'gpt_neox', 'gptj', 'gpt_neo', 'opt', 'phi', 'falcon', 'bloom', 'mpt', 'starcoder2', 'nemotron'];

/**
 * The shape that a `config.json` describes; `undefined` when it lacks a size that cannot be worked out. The text part
 * counts where a model has several.
 */
export function modelShapeOf(document: JsonObject): ModelShape | undefined {
  const own = isObject(document['text_config']) ? { ...document, ...document['text_config'] } : document;
  const number = (...names: string[]) => names.map((name) => own[name]).find(isCount);
  const [layers, hidden] = [number('num_hidden_layers', 'n_layer', 'num_layers'), number('hidden_size', 'n_embd', 'd_model')];
  const [heads, vocabulary] = [number('num_attention_heads', 'n_head', 'n_heads'), number('vocab_size')];
  if (!layers || layers > MOST_LAYERS || !hidden || !heads || !vocabulary) return undefined;
  const family = String(own['model_type'] ?? 'unknown');
  return {
    family, layers, hidden, heads, vocabulary,
    keyHeads: number('num_key_value_heads') ?? heads,
    headSize: number('head_dim') ?? Math.floor(hidden / heads),
    inner: number('intermediate_size', 'n_inner', 'ffn_dim', 'd_ff') ?? 4 * hidden,
    gated: !PLAIN.includes(family),
    tied: (document['tie_word_embeddings'] ?? own['tie_word_embeddings'] ?? TIED.includes(family)) === true,
    attentionBias: own['attention_bias'] === true || family.startsWith('qwen2') || PLAIN.includes(family),
    keyNorm: ['qwen3', 'qwen3_moe', 'gemma3', 'gemma3_text', 'olmo2'].includes(family) || own['use_qk_norm'] === true,
    isKnown: GATED.includes(family) || PLAIN.includes(family),
    ...expertsOf(own, number),
    ...quantizationOf(document),
  };
}

/** What transformers takes as the default where a `config.json` says nothing. */
const TIED = ['gemma', 'gemma2', 'gemma3', 'gemma3_text', 'gpt2', 'opt', 'bloom', 'cohere', 'cohere2'];

function expertsOf(own: JsonObject, number: (...names: string[]) => number | undefined): { experts?: ExpertShape } {
  const count = number('num_local_experts', 'num_experts', 'n_routed_experts');
  if (count === undefined || count < 2) return {};
  const inner = number('moe_intermediate_size', 'intermediate_size') ?? 0;
  const shared = number('shared_expert_intermediate_size') ?? (number('n_shared_experts') ?? 0) * inner;
  const active = number('num_experts_per_tok', 'num_experts_per_token', 'experts_per_token') ?? 2;
  return { experts: { count, active, inner, shared, denseLayers: number('first_k_dense_replace') ?? 0 } };
}

function quantizationOf(document: JsonObject): { quantizedBits?: number } {
  const found = document['quantization_config'] ?? document['quantization'];
  if (!isObject(found)) return {};
  const bits = found['bits'] ?? (found['load_in_8bit'] === true ? 8 : found['load_in_4bit'] === true ? 4 : undefined);
  return typeof bits === 'number' ? { quantizedBits: bits } : {};
}

/** Above that a size is no size of a model: the largest ones have some hundred layers and 300,000 tokens. */
const LARGEST = 10_000_000;
const MOST_LAYERS = 10_000;

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST;
}
