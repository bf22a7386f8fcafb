// A program of a stranger, as an ES module; esbuild also bundles it into one CommonJS file.
import { MacBackend } from '@tuner/backend-mac';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';
import { train } from './train.mjs';

const backends = [new RTXBackend({ device: 'cpu' }), new MacBackend({ device: 'cpu' })];
train(createTuner({ backends }), process.argv[2]);
