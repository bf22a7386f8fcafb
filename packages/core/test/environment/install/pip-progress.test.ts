import { describe, expect, it } from 'vitest';
import type { EnvironmentProgress } from '../../../src/contract/environment.ts';
import { PipWatch } from '../../../src/environment/install/pip-progress.ts';

/** What is told of lines that pip printed. */
function toldOf(pins: number, lines: readonly string[]) {
  const told: EnvironmentProgress[] = [];
  const watch = new PipWatch(pins, (progress) => told.push(progress));
  lines.forEach((line) => watch.line(line));
  return { told, watch };
}

it('counts packages as pip goes through them, without those of other platforms', () => {
  const { told } = toldOf(4, [
    "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment",
    'Requirement already satisfied: torch==2.13.0 in ./lib (from -r requirements.txt (line 2)) (2.13.0+cpu)',
    'Collecting numpy==2.4.6 (from -r requirements.txt (line 3))',
    '  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.7 MB)',
    'Processing /wheels/tiny-1.0-py3-none-any.whl (from -r requirements.txt (line 4))',
    'Installing collected packages: numpy, tiny',
    'Successfully installed numpy-2.4.6 tiny-1.0',
  ]);
  expect(told.map(({ message, done, total }) => [message, `${done}/${total}`])).toEqual([
    ['torch', '0/3'],
    ['numpy', '1/3'],
    ['downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl', '1/3'],
    ['tiny-1.0-py3-none-any.whl', '2/3'],
    ['unpacking 3 packages', '3/3'],
  ]);
});

describe('bytes', () => {
  const DOWNLOADING = ['Collecting pandas==3.1.1', '  Downloading pandas-3.1.1-cp313-cp313-manylinux_2_28_x86_64.whl (12.0 MB)'];
  const bytes = ({ told }: ReturnType<typeof toldOf>) => told.flatMap((each) => (each.bytes === undefined ? [] : [[each.bytes, each.totalBytes]]));

  it('are those that a newer pip tells', () => {
    const raw = ['Progress 0 of 11978871', 'Progress 262144 of 11978871', 'Progress 11978871 of 11978871'];
    expect(bytes(toldOf(1, [...DOWNLOADING, ...raw]))).toEqual([
      [0, 12_000_000], [0, 11_978_871], [262_144, 11_978_871], [11_978_871, 11_978_871],
    ]);
  });

  it('are measured of an older pip, and never more than it says there are', () => {
    const heard = toldOf(1, DOWNLOADING);
    heard.watch.measured('pandas-3.1.1-cp313-cp313-manylinux_2_28_x86_64.whl', 5_000_000);
    heard.watch.measured('pandas-3.1.1-cp313-cp313-manylinux_2_28_x86_64.whl', 12_040_000);
    heard.watch.measured('another.whl', 1);
    expect(bytes(heard)).toEqual([[0, 12_000_000], [5_000_000, 12_000_000], [12_000_000, 12_000_000]]);
  });

  it('of uv are what it says of a package', () => {
    expect(toldOf(60, ['Downloading numpy (16.0MiB)']).told).toEqual([
      { step: 'install', message: 'downloading numpy', done: 0, total: 60, bytes: 0, totalBytes: 16_777_216 },
    ]);
  });
});
