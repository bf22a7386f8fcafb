import type { ModelShape } from './model-shape.ts';

/** A linear layer of a block: its names in common models, its sizes, and how often a block has it. */
export interface LinearLayer {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Experts have the same layer many times. */
  readonly copies: number;
}

/** The linear layers of a block; `block` counts from 0, since some models have experts in later ones only. */
export function linearLayers(model: ModelShape, block: number): LinearLayer[] {
  const { hidden, heads, keyHeads, headSize, experts } = model;
  const layer = (name: string, from: number, to: number, copies = 1) => ({ name, from, to, copies });
  const attention = [
    layer('q_proj', hidden, heads * headSize), layer('k_proj', hidden, keyHeads * headSize),
    layer('v_proj', hidden, keyHeads * headSize), layer('o_proj', heads * headSize, hidden),
  ];
  const feedForward = (inner: number, copies = 1) => [
    ...(model.gated ? [layer('gate_proj', hidden, inner, copies)] : []),
    layer('up_proj', hidden, inner, copies), layer('down_proj', inner, hidden, copies),
  ];
  if (!experts || block < experts.denseLayers) return [...attention, ...feedForward(model.inner)];
  const shared = experts.shared > 0 ? feedForward(experts.shared) : [];
  return [...attention, ...feedForward(experts.inner, experts.count), ...shared, layer('router', hidden, experts.count)];
}

/** Names that mean the same layer in models of other builds. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  query_key_value: ['q_proj', 'k_proj', 'v_proj'], qkv_proj: ['q_proj', 'k_proj', 'v_proj'],
  c_attn: ['q_proj', 'k_proj', 'v_proj'], dense: ['o_proj'], out_proj: ['o_proj'], c_proj: ['o_proj', 'down_proj'],
  gate_up_proj: ['gate_proj', 'up_proj'], dense_h_to_4h: ['up_proj'], dense_4h_to_h: ['down_proj'], c_fc: ['up_proj'],
  fc1: ['up_proj'], fc2: ['down_proj'], w1: ['gate_proj'], w2: ['down_proj'], w3: ['up_proj'],
};

/** The layers of a block that get an adapter. Experts have none under `all-linear`: they are no linear modules. */
export function adaptedLayers(
  model: ModelShape, block: number, targets: 'all-linear' | readonly string[],
): LinearLayer[] {
  const wanted = targets === 'all-linear'
    ? undefined
    : new Set(targets.map(last).flatMap((name) => SAME[name] ?? [name]));
  return linearLayers(model, block).filter(({ name, copies }) => (wanted ? wanted.has(name) : copies === 1 && name !== 'router'));
}

/** A target may be a path, such as `self_attn.q_proj`. */
function last(target: string): string {
  return target.slice(target.lastIndexOf('.') + 1);
}
