import { generatePreferenceRows } from '../../packages/examples/src/rows/generate-preference-rows.ts';
import { generateHeldOutRows, generateRows } from '../../packages/examples/src/rows/generate-rows.ts';
import type { Kit, Overrides, Trial } from '../trial.ts';

const rows = generateRows({ count: 48 });
const texts = rows.map(({ messages: [ask, answer] }) => ({ request: ask.content, answer: answer.content }));
const conversations = texts.map(({ request, answer }) => ({ conversations: [{ from: 'human', value: request }, { from: 'gpt', value: answer }] }));
const pairs = texts.map(({ request, answer }) => ({ prompt: `${request}\n`, completion: answer }));
const turnPairs = rows.map(({ messages: [ask, answer] }) => ({ prompt: [ask], completion: [answer] }));
const plain = texts.map(({ request, answer }) => ({ text: `${request}\n${answer}` }));
const system = rows.map(({ messages }) => ({ messages: [{ role: 'system', content: 'Call a tool.' }, ...messages] }));
const twoTurns = rows.map(({ messages }, index) => ({ messages: [...messages, ...(rows[(index + 1) % rows.length]?.messages ?? [])] }));
const tools = texts.map(({ request, answer }, index) => ({
  messages: [
    { role: 'user', content: request },
    { role: 'assistant', tool_calls: [{ type: 'function', function: { name: 'note', arguments: { index, text: answer } } }] },
    { role: 'tool', name: 'note', content: `done ${index}` },
    { role: 'assistant', content: answer },
  ],
  tools: [{ type: 'function', function: { name: 'note', parameters: { type: 'object', properties: { text: { type: 'string' } } } } }],
}));
const judged = generatePreferenceRows({ count: 48 });
const judgedPairs = judged.map(({ messages: [ask, answer], label }) => ({ prompt: `${ask.content}\n`, completion: answer.content, label }));
const mostlyGood = judged.filter(({ label }, index) => label || index % 6 === 1);

const training = (keys: object): Overrides => ({ settings: { training: keys } });
const good = (name: string, on: Kit, rest: Partial<Trial> = {}): Trial => ({ name, on, ...rest });

/** Trainings that nothing is wrong with: whatever is said of one is a false alarm. */
export const GOOD: readonly Trial[] = [
  good('messages', 'rtx sft'),
  good('all weights, for longer', 'rtx sft', { overrides: training({ fine_tune_type: 'full', max_steps: 80 }) }),
  good('conversations', 'rtx sft', { rows: conversations }),
  good('prompts and completions', 'rtx sft', { rows: pairs }),
  good('tools', 'rtx sft', { rows: tools }),
  good('texts, all learned', 'rtx sft', { rows: plain, overrides: training({ loss_on: 'all' }) }),
  good(
    'several formats, a row that stands twice', 'rtx sft',
    { rows: [...pairs.slice(0, 24), ...rows.slice(24), ...rows.slice(24, 26)] },
  ),
  good('packing', 'rtx sft', { overrides: training({ packing: true }) }),
  good(
    'DoRA on two layers', 'rtx sft',
    { overrides: { settings: { lora: { use_dora: true, target_modules: ['q_proj', 'v_proj'] } } } },
  ),
  good('the best of held-out rows', 'rtx sft', {
    heldOut: generateHeldOutRows({ count: 8 }),
    overrides: training({ eval_strategy: 'steps', eval_steps: 4, save_strategy: 'steps', save_steps: 4, load_best_model_at_end: true }),
  }),
  good('answers judged', 'rtx kto', { overrides: { learningRate: 5e-4 } }),
  good('prompts and completions judged', 'rtx kto', { rows: judgedPairs, overrides: { learningRate: 5e-4 } }),
  good(
    'all weights, judged, for longer', 'rtx kto',
    { overrides: { learningRate: 1e-3, ...training({ fine_tune_type: 'full', max_steps: 120 }) } },
  ),
  good('few thumbs down, weighed', 'rtx kto', { rows: mostlyGood, overrides: training({ undesirable_weight: 2.6 }) }),
  good('messages', 'mac sft'),
  good('all weights, for longer', 'mac sft', { overrides: training({ fine_tune_type: 'full', max_steps: 80 }) }),
  good('turns in prompt and completion', 'mac sft', { rows: turnPairs }),
  good('a system turn', 'mac sft', { rows: system }),
  good('several answers', 'mac sft', { rows: twoTurns, overrides: { settings: { data: { train_split: 0.8 } } } }),
  good('answers judged', 'mac kto', { overrides: { learningRate: 5e-4 } }),
  good(
    'answers judged, the objective by itself', 'mac kto',
    { rows: judgedPairs, overrides: training({ objective: 'auto', max_steps: 40 }) },
  ),
];
