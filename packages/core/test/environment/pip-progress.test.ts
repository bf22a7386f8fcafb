import { expect, it } from 'vitest';
import type { EnvironmentProgress } from '../../src/contract/environment.ts';
import { watchPip } from '../../src/environment/pip-progress.ts';

it('counts packages as pip goes through them, without those of other platforms', () => {
  const told: EnvironmentProgress[] = [];
  const watch = watchPip(4, (progress) => told.push(progress));
  const output = [
    "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment",
    'Requirement already satisfied: torch==2.13.0 in ./lib (from -r requirements.txt (line 2)) (2.13.0+cpu)',
    'Collecting numpy==2.4.6 (from -r requirements.txt (line 3))',
    '  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.7 MB)',
    'Processing /wheels/tiny-1.0-py3-none-any.whl (from -r requirements.txt (line 4))',
    'Installing collected packages: numpy, tiny',
    'Successfully installed numpy-2.4.6 tiny-1.0',
  ];
  output.forEach(watch);
  expect(told.map(({ message, done, total }) => [message, `${done}/${total}`])).toEqual([
    ['torch', '0/3'],
    ['numpy', '1/3'],
    ['downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.7 MB)', '1/3'],
    ['tiny-1.0-py3-none-any.whl', '2/3'],
    ['unpacking 3 packages', '3/3'],
  ]);
});
