import { backendContract } from '@tuner/core/testing';
import { describe, test } from 'vitest';
import { MacBackend } from '../src/index.ts';

describe.each(['metal', 'cpu'] as const)('the contract of back ends, on %s', (device) => {
  for (const check of backendContract(() => new MacBackend({ device }))) test(check.name, check.run);
});
