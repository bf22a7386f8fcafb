import type { Expected, Fault, Kit, Rows } from '../trial.ts';

const ask = (content: unknown = 'Say it.') => ({ role: 'user', content });
const answer = (content: unknown = 'It.') => ({ role: 'assistant', content });
const chat = (...messages: readonly object[]) => ({ messages });
const good = (index: number) => chat(ask(`Say ${index}.`), answer(`${index}!`));
const call = (given: unknown) => ({ role: 'assistant', tool_calls: [{ type: 'function', function: given }] });
const judged = (index: number, label: unknown) => ({ prompt: `Say ${index}. `, completion: `${index}!`, label });

/** Four good rows, and this one in line 5. */
const behind = (...rows: readonly object[]) => [...[1, 2, 3, 4].map(good), ...rows];
const lines = (...rows: readonly (object | string)[]) =>
  `${rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')}\n`;
const behindLabelled = (...rows: readonly object[]) =>
  [...[1, 2, 3, 4, 5, 6].map((index) => judged(index, index % 2 === 0)), ...rows];

type Spec = readonly [name: string, on: Kit, rows: Rows, code: string, place: Expected['place'], fix: RegExp];
const at = (line: number, path?: string) => (path === undefined ? { line } : { line, path });

const SPECS: readonly Spec[] = [
  [
    'an unknown role', 'rtx sft', behind(chat(ask(), { role: 'bot2', content: 'It.' })), 'preflight_unknown_role',
    at(5, 'messages[1].role'), /assistant/,
  ],
  ['nobody answers', 'mac sft', behind(chat(ask())), 'preflight_no_assistant_turn', at(5), /answer/],
  [
    'the user has the last word', 'rtx sft', behind(chat(ask(), answer(), ask())), 'preflight_last_turn_not_assistant',
    at(5, 'messages'), /last answer/,
  ],
  [
    'an empty answer', 'rtx sft', behind(chat(ask(), answer(''))), 'preflight_empty_content',
    at(5, 'messages[1].content'), /leave the row out/,
  ],
  [
    'content that is a number', 'mac sft', behind(chat(ask(), answer(42))), 'preflight_bad_content',
    at(5, 'messages[1].content'), /text/,
  ],
  [
    'half an emoji', 'rtx sft', behind(chat(ask(), answer('\ud83d'))), 'preflight_unpaired_surrogate',
    at(5, 'messages[1].content'), /emoji/,
  ],
  [
    'keys that nobody knows', 'rtx sft', behind({ question: 'Say it.', answer: 'It.' }), 'preflight_unknown_format',
    at(5), /Rename question to prompt/,
  ],
  ['a list for a row', 'mac sft', lines(...behind(), '[1, 2]', good(6)), 'preflight_not_an_object', at(5), /object/],
  [
    'a comma too many', 'rtx sft', lines(...behind(), '{"prompt": "a", "completion": "b",}', good(6)),
    'preflight_bad_json', { line: 5, column: 35 }, /comma/,
  ],
  [
    'single quotes', 'mac sft', lines(...behind(), "{'prompt': 'a', 'completion': 'b'}"), 'preflight_bad_json', at(5),
    /JSON/,
  ],
  [
    'two rows on a line', 'rtx sft', lines(...behind(), `${JSON.stringify(good(5))}${JSON.stringify(good(6))}`),
    'preflight_bad_json', at(5), /line/,
  ],
  [
    'arguments that are no JSON', 'rtx sft', behind(chat(ask(), call({ name: 'f', arguments: '{x: 1}' }))),
    'preflight_bad_tool_call', { line: 5 }, /arguments/,
  ],
  [
    'a call without a name', 'mac sft', behind(chat(ask(), call({ arguments: {} }))), 'preflight_bad_tool_call',
    { line: 5 }, /name/,
  ],
  [
    'the user twice in a row', 'rtx sft', behind(chat(ask(), ask('Again.'), answer())), 'preflight_same_role_twice',
    at(5, 'messages[1]'), /Join/,
  ],
  [
    'a system prompt beside the turns', 'rtx sft',
    behind({ system: 'Be brief.', conversations: [{ from: 'human', value: 'a' }, { from: 'gpt', value: 'b' }] }),
    'preflight_unread_key', at(5, 'system'), /first turn of the system/,
  ],
  [
    'an answer that is not to be learned', 'mac sft', behind(chat(ask(), { ...answer(), weight: 0 })),
    'preflight_unread_key', at(5, 'messages[1].weight'), /remove what/,
  ],
  [
    'turns that have their template already', 'rtx sft', behind(chat(ask('<|im_start|>user\nHi<|im_end|>'), answer())),
    'preflight_template_in_text', at(5, 'messages[0]'), /alone/,
  ],
  ['a row that stands twice', 'rtx sft', behind(good(1)), 'preflight_duplicate_row', at(5), /repetition/],
  [
    'a key that stands twice', 'rtx sft', lines(...behind(), '{"prompt": "a", "completion": "b", "completion": "c"}'),
    'preflight_duplicate_key', at(5), /last/,
  ],
  [
    'a row that is too long', 'mac sft', behind(chat(ask('word '.repeat(9000)), answer())), 'preflight_row_too_long',
    at(5), /Shorten/,
  ],
  [
    'mostly rows that cannot be used', 'rtx sft', [good(1), chat(ask()), chat(ask('b')), chat(ask('c'))],
    'DATASET_INVALID', at(2), /answer/,
  ],
  ['no row that can be used', 'mac sft', [chat(ask()), chat(ask('b'))], 'DATASET_EMPTY', at(1), /answer/],
  [
    'nothing but thumbs down', 'rtx sft', [1, 2, 3].map((index) => judged(index, false)), 'DATASET_EMPTY',
    { issue: 'LEFT_OUT_BY_LABEL' }, /filter_desirable/,
  ],
  [
    'pairs of answers', 'rtx sft', [1, 2].map((index) => ({ prompt: `Say ${index}.`, chosen: 'a', rejected: 'b' })),
    'DATASET_EMPTY', at(1), /to: "kto"/,
  ],
  [
    'a label as text', 'rtx kto', behindLabelled(judged(7, 'true')), 'preflight_label_not_boolean', at(7, 'label'),
    /without quotes/,
  ],
  [
    'a label as a number', 'mac kto', behindLabelled(judged(7, 1)), 'preflight_label_not_boolean', at(7, 'label'),
    /true or false/,
  ],
  [
    'no label', 'mac kto', behindLabelled({ prompt: 'Say it. ', completion: 'It.' }), 'preflight_label_missing', at(7),
    /"label": true/,
  ],
  [
    'KTO of plain texts', 'rtx kto', [1, 2].map((index) => ({ text: `${index}`, label: index === 1 })), 'DATASET_EMPTY',
    at(1), /prompt/,
  ],
  ['KTO of rows of SFT', 'rtx kto', behind(), 'DATASET_EMPTY', at(1), /SFT/],
  [
    'KTO of pairs', 'mac kto', [1, 2].map((index) => ({ prompt: `Say ${index}.`, chosen: 'a', rejected: 'b' })),
    'DATASET_EMPTY', at(1), /to: "kto"/,
  ],
  [
    'KTO of thumbs up alone', 'rtx kto', [1, 2, 3].map((index) => judged(index, true)), 'DATASET_INVALID',
    { topic: 'ONE_LABEL_ONLY' }, /other kind/,
  ],
  [
    'KTO of thumbs down alone', 'mac kto', [1, 2, 3].map((index) => judged(index, false)), 'DATASET_INVALID',
    { topic: 'ONE_LABEL_ONLY' }, /other kind/,
  ],
  [
    'one answer, both labels', 'rtx kto', behindLabelled(judged(2, false), judged(8, true)),
    'preflight_contradicting_labels', at(7), /Decide/,
  ],
  [
    'nine thumbs up for one down', 'mac kto', [...Array(18).keys()].map((index) => judged(index, index > 1)),
    'preflight_label_weights', { found: '8.00 : 1' }, /lambda_u/,
  ],
];

/** Faults of rows. */
export const ROWS: readonly Fault[] = [
  ...SPECS.map(([name, on, rows, code, place, fix]): Fault => ({ area: 'data', name, on, rows, expected: { code, place, fix } })),
  {
    area: 'data', name: 'held-out rows that are trained on', on: 'rtx sft', rows: behind(), heldOut: [good(3), good(9)],
    expected: { code: 'preflight_in_evaluation', place: { line: 3 }, fix: /one of the files/ },
  },
  {
    area: 'data', name: 'held-out rows of which none can be used', on: 'mac sft', heldOut: [chat(ask())],
    expected: { code: 'DATASET_EMPTY', place: 'held-out.jsonl', fix: /answer/ },
  },
];
