import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, errorFromJson, ERROR_CODES, isTunerError, RunError, TunerError } from '../src/index.ts';

describe('TunerError', () => {
  const error = new ConfigurationError('CONFIG_INVALID', 'epochs is -1', { hint: 'Use a number above 0.', details: { key: 'epochs' } });

  test('is an Error of its own class with code, hint and details', () => {
    expect(error).toBeInstanceOf(TunerError);
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'CONFIG_INVALID', hint: 'Use a number above 0.', retryable: false });
  });
  test('survives JSON, with its class', () => {
    const again = errorFromJson(JSON.parse(JSON.stringify(error)));
    expect(again).toBeInstanceOf(ConfigurationError);
    expect(again).toMatchObject({ message: error.message, code: error.code, details: { key: 'epochs' } });
  });
  test('is recognised when it comes from another copy of the package', () => {
    const Foreign = class extends Error { code = 'CONFIG_INVALID'; };
    Object.defineProperty(Foreign.prototype, Symbol.for('@tuner/core/TunerError'), { value: true });
    expect(isTunerError(new Foreign())).toBe(true);
    expect(isTunerError(new Error('other'))).toBe(false);
    expect(isTunerError(null)).toBe(false);
  });
  test('keeps its cause, and keeps it out of the JSON', () => {
    const cause = new Error('token=secret');
    const wrapped = new RunError('START_FAILED', 'no start', { cause });
    expect(wrapped.cause).toBe(cause);
    expect(JSON.stringify(wrapped)).not.toContain('secret');
  });
});

test('docs/errors.md has a row for every code, and for no other', () => {
  const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^### ([A-Z_]+)$/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual([...ERROR_CODES].sort());
});
