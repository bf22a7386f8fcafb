import { describe, expect, test } from 'vitest';
import { toRunEvent } from '../../src/events/parse-line.ts';

const time = '2026-01-02T03:04:05.678Z';
const base = { v: 1, attempt: 2, time };
const read = (text: string, cut = false) => toRunEvent({ seq: 9, text, cut }, 'a-run');
const of = (event: object) => read(JSON.stringify({ ...base, ...event }));
const place = { seq: 9, runId: 'a-run', attempt: 2, time };

describe('what a trainer says', () => {
  test('keeps its place, and loses the version of the wire', () => {
    expect(of({ type: 'phase', name: 'loading_model' })).toEqual({ ...place, type: 'phase', name: 'loading_model' });
  });
  test.each([
    ['hello', { pid: 4, python: '3.12.1', method: 'sft', device: 'cpu' }],
    ['stopped', { step: 4, saved: true, checkpoint: 'checkpoint-4', reason: 'stop' }],
    ['finished', { step: 4, model: '/model', values: { loss: 0.5 } }],
    ['failed', { error: { name: 'RunError', code: 'DISK_FULL', message: 'no', details: {}, retryable: false } }],
  ])('%s is a phase, no verdict', (type, fields) => {
    expect(of({ type, ...fields })).toEqual({ ...place, type: 'phase', name: type, details: fields });
  });
  test.each(['saved', 'removed'])('a checkpoint is told as %s', (action) => {
    const fields = { step: 3, path: 'checkpoints/checkpoint-3' };
    const expected = { ...place, type: `checkpoint.${action}`, ...fields };
    expect(of({ type: 'checkpoint', action, ...fields })).toEqual(expected);
  });
  test('values that were not finite are null, and say what they were', () => {
    const fields = { step: 3, epoch: 0.5, values: { loss: null }, nonFinite: { loss: 'nan' } };
    expect(of({ type: 'metrics', ...fields })).toEqual({ ...place, type: 'metrics', ...fields });
  });
  test('fields of a newer minor version do not hurt', () => {
    expect(of({ type: 'phase', name: 'x', later: 1 })).toEqual({ ...place, type: 'phase', name: 'x' });
  });
});

test('what the supervisor says passes through', () => {
  expect(of({ type: 'run.ended', status: 'failed' })).toEqual({ ...place, type: 'run.ended', status: 'failed' });
});

describe('what no version can read', () => {
  const lines = ['{"v":1,"type":"pha', 'Traceback (most recent call last):', '{"loss": NaN}', '\uFFFD\uFFFD'];
  test.each(lines)('%s', (text) => {
    expect(read(text)).toMatchObject({ seq: 9, runId: 'a-run', attempt: 0, time: '', type: 'unreadable', text });
  });
  test('is shown up to 200 characters', () => {
    expect(read('x'.repeat(5000))).toMatchObject({ type: 'unreadable', text: 'x'.repeat(200) });
  });
  test('is a line that is too long, even if its beginning would do', () => {
    expect(read('{}', true)).toMatchObject({ type: 'unreadable', reason: expect.stringContaining('1 MiB') });
  });
});

describe('what this version does not know', () => {
  test.each([
    ['another version', { v: 99, type: 'phase', name: 'x' }, '99'],
    ['another type', { type: 'telepathy' }, 'telepathy'],
    ['another shape', { type: 'phase', name: 7 }, 'name'],
    ['a type that is no name', { type: { toString: null } }, 'toString'],
  ])('%s is kept, with the reason', (_, fields, reason) => {
    const line = { ...base, ...fields };
    expect(of(fields)).toEqual({ ...place, type: 'unknown', line, reason: expect.stringContaining(reason) });
  });
  test.each(['7', 'null', '"text"', '[]', 'true'])('%s is no event', (text) => {
    expect(read(text)).toMatchObject({ attempt: 0, time: '', type: 'unknown', line: JSON.parse(text) });
  });
  test('an attempt or time that makes no sense is left out', () => {
    expect(of({ attempt: -1, time: 5, type: 'x' })).toMatchObject({ attempt: 0, time: '' });
  });
  test('a value nested deeper than the stack', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const event = read(`{"v":1,"attempt":2,"time":"${time}","type":"phase","name":"x","details":{"deep":${deep}}}`);
    expect(event).toMatchObject({ seq: 9, attempt: 2 });
    expect(['unknown', 'unreadable']).toContain(event.type);
  });
});
