// A program of a stranger, in CommonJS.
const { MacBackend } = require('@tuner/backend-mac');
const { RTXBackend } = require('@tuner/backend-rtx');
const { createTuner } = require('@tuner/core');
const { train } = require('./train.mjs');

const backends = [new RTXBackend({ device: 'cpu' }), new MacBackend({ device: 'cpu' })];
train(createTuner({ backends }), process.argv[2]);
