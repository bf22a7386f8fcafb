import { isObject } from '../../config/paths.ts';
import { amount, flag, interpreter, isText, oneOf, signal, type OptionRules } from '../../options/rules.ts';
import type { AttemptOptions, TrainOptions } from './train-options.ts';

const DEVICE = /^(?!\.{1,2}$)[\w.:-]{1,128}$/;

/** What `resume` takes. */
export const ATTEMPT_OPTIONS: OptionRules<AttemptOptions> = {
  signal,
  detached: flag,
  queue: flag,
  devices: {
    expected: 'a list of names of 1 to 128 letters, digits and "_.:-"',
    fits: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string' && DEVICE.test(name)),
  },
  stallMs: amount('milliseconds', 0),
  onStall: oneOf('event', 'stop'),
  pythonPath: interpreter,
};

/** What `train` takes. */
export const TRAIN_OPTIONS: OptionRules<TrainOptions> = {
  ...ATTEMPT_OPTIONS,
  // What an id may be is told where it is read, with an error of its own.
  runId: { expected: 'an id', fits: () => true },
  from: {
    expected: 'a folder, or an object with its path',
    fits: (value) => isText(value) || (isObject(value) && isText(value['path'])),
  },
  preflight: oneOf('enforce', 'warn', 'off'),
  tags: {
    expected: 'names with texts',
    fits: (value) => isObject(value) && Object.values(value).every((tag) => typeof tag === 'string'),
  },
};
