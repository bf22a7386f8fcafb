import { describe, expect, test } from 'vitest';
import { load, loadText } from './loading.ts';

const remarks = ({ warnings }: { readonly warnings: readonly { readonly kind: string; readonly key: string }[] }) =>
  warnings.map(({ kind, key }) => `${kind} ${key}`);

describe('remarks', () => {
  test.each([
    ['output: {checkpoint_dir: a, logs_dir: b}\nlogging: {level: DEBUG, file: true}', 'place output.checkpoint_dir'],
    ['output: {metrics_dir: b}', 'place output.metrics_dir'],
    ['logging: {level: DEBUG}', 'place logging.level'],
    ['output: {keep_last_n_checkpoints: 5}', undefined],
    ['system: {num_workers: 4}', 'obsolete system.num_workers'],
    ['system: {num_workers: 0}', undefined],
    ['data: {filter_desirable: false}', 'advice data.filter_desirable'],
    ['data: {filter_desirable: true}', undefined],
    ['data: {filter_desirable: true}\ntraining: {objective: kto}', 'advice data.filter_desirable'],
    ['data: {filter_desirable: false}\ntraining: {objective: kto}', undefined],
    ['training: {objective: kto, group_by_length: true}', 'advice training.group_by_length'],
    ['training: {objective: kto, group_by_length: false}', undefined],
    ['training: {objective: kto}', undefined],
    ['training: {group_by_length: true}\ndata: {shuffle: false}', 'advice training.group_by_length'],
    ['data: {shuffle: false}', undefined],
    ['training: {objective: kto, loss_on: all}', 'advice training.loss_on'],
    ['training: {group_by_length: true, loss_on: all}', undefined],
    ['evaluation: {temperature: 0.5, top_p: 0.5}', 'advice evaluation.temperature'],
    ['evaluation: {temperature: 0.5, do_sample: true}', undefined],
    ['training: {learning_rate: 1e-3}', undefined],
  ])('%s', async (text, expected) => {
    expect(remarks(await loadText(text))).toEqual(expected === undefined ? [] : [expected]);
  });

  test('an override of the shipped file is remarked on, the file itself is not', async () => {
    expect(remarks(await load({ settings: { logging: { file: true } } }))).toEqual(['place logging.file']);
    expect(remarks(await load())).toEqual([]);
  });

  test('say what to write instead', async () => {
    const { warnings } = await loadText('system: {num_workers: 4}');
    expect(warnings[0]?.message).toContain('Leave it out');
  });
});
