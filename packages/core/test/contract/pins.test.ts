import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as contract from '../../src/contract/index.ts';
import * as core from '../../src/index.ts';
import * as testing from '../../src/testing/index.ts';

// A red pin asks: is this deliberate? Then change the pin and add a changeset.
describe('public surface', () => {
  test('event types', () => {
    expect(contract.RUN_EVENT_TYPES).toEqual([
      'run.created', 'run.queued', 'run.started', 'run.stopping', 'run.stalled', 'run.recovered', 'run.ended',
      'attempt.started', 'attempt.ended', 'phase', 'progress', 'metrics', 'evaluation', 'checkpoint.saved',
      'checkpoint.removed', 'sample', 'health', 'warning', 'unreadable', 'unknown',
    ]);
  });
  test('statuses', () => {
    expect([...contract.ACTIVE_STATUSES, ...contract.TERMINAL_STATUSES]).toEqual([
      'created', 'queued', 'starting', 'running', 'stopping', 'succeeded', 'failed', 'stopped', 'cancelled', 'lost',
    ]);
  });
  test('exports of @tuner/core/testing', () => {
    expect(Object.keys(testing).sort()).toEqual(['backendContract', 'fakeBackend', 'fakeExecutor', 'fakeTraining']);
  });
  test('@tuner/core exports the whole contract', () => {
    expect(Object.keys(core)).toEqual(expect.arrayContaining(Object.keys(contract)));
  });
  test('the version is that of package.json', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(core.VERSION).toBe(version);
  });
});

test('a status of a newer version does not count as ended', () => {
  expect(contract.isTerminal('succeeded')).toBe(true);
  expect(contract.isTerminal('running')).toBe(false);
  expect(contract.isTerminal('paused-by-2.0')).toBe(false);
});
