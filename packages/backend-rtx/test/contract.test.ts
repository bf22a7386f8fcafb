import { backendContract } from '@tuner/core/testing';
import { describe, test } from 'vitest';
import { RTXBackend } from '../src/index.ts';

describe.each(['cuda', 'cpu'] as const)('the contract of back ends, on %s', (device) => {
  for (const check of backendContract(() => new RTXBackend({ device }))) test(check.name, check.run);
});
