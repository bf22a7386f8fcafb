import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { nameGpus } from '../../src/runs/start/name-gpus.ts';
import { temporaryFolder } from '../support/temporary.ts';

const [first, second] = ['GPU-11111111-aaaa', 'GPU-22222222-bbbb'];
const uuids = async () => new Map([[0, first], [1, second]]);
const noDriver = async () => Promise.reject(new Error('ENOENT'));
const named = (device: string, visible?: string, ask = uuids) => nameGpus([device], { uuids: ask, visible });

afterEach(() => void vi.unstubAllEnvs());

test.each([
  ['cuda:0', undefined, first], ['cuda:1', undefined, second],
  ['cuda:0', '1', second], ['cuda:1', '1,0', first], ['cuda:0', ' 1 , 0', second],
  // A UUID, or its beginning, and a part of a GPU.
  ['cuda:0', 'GPU-22222222', second], ['cuda:0', second, second], ['cuda:0', 'MIG-7-1', 'MIG-7-1'],
  // What is not there is refused by the trainer.
  ['cuda:2', undefined, 'cuda:2'], ['cuda:1', '0', 'cuda:1'], ['cuda:0', '', 'cuda:0'], ['cuda:0', '-1', 'cuda:0'],
  ['metal', '1', 'metal'], ['cpu', undefined, 'cpu'],
])('%s with CUDA_VISIBLE_DEVICES=%s is %s', async (device, visible, name) => {
  expect(await named(device, visible)).toEqual([name]);
});

test('two programs that see other GPUs wait for the one that both use', async () => {
  expect(await named('cuda:0', '1')).toEqual(await named('cuda:1', '0,1'));
  expect(await named('cuda:0', '1', noDriver)).toEqual(await named('cuda:1', undefined, noDriver));
});

test('one GPU under two names is one device, and the order is always the same', async () => {
  expect(await nameGpus(['cuda:1', second, 'cuda:0'], { uuids, visible: undefined })).toEqual([first, second]);
});

test.skipIf(process.platform === 'win32')('the driver is asked; where there is none, the number of the GPU is its name', async () => {
  const folder = temporaryFolder();
  const script = `#!/bin/sh\nprintf '0, ${first}\\n1, ${second}\\n'\n`;
  writeFileSync(join(folder, 'nvidia-smi'), script);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  vi.stubEnv('PATH', folder);
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '1');
  expect(await nameGpus(['cuda:0'])).toEqual([second]);
  vi.stubEnv('PATH', temporaryFolder());
  expect(await nameGpus(['cuda:0'])).toEqual(['cuda:1']);
  expect(await nameGpus(['metal'])).toEqual(['metal']);
});
