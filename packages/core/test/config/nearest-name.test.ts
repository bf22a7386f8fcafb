import { expect, test } from 'vitest';
import { nearestName } from '../../src/config/nearest-name.ts';

const KNOWN = ['learning_rate', 'lora_alpha', 'r', 'epochs', 'batch_size'];

test.each([
  ['lerning_rate', 'learning_rate'], ['learning-rate', 'learning_rate'], ['LEARNING_RATE', 'learning_rate'],
  ['learningRate', 'learning_rate'], ['lora_alfa', 'lora_alpha'], ['epoch', 'epochs'], ['R', 'r'],
])('%s is probably %s', (name, expected) => {
  expect(nearestName(name, KNOWN)).toBe(expected);
});

test.each(['colour', 'xyz', 'zz', ''])('"%s" is like none', (name) => {
  expect(nearestName(name, KNOWN.slice(0, 2))).toBeUndefined();
});

test('of two that are alike, the more similar one wins', () => {
  expect(nearestName('warmup_step', ['warmup_stop_', 'warmup_steps'])).toBe('warmup_steps');
});
