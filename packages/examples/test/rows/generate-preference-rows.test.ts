import { describe, expect, it } from 'vitest';
import { generateHeldOutPreferenceRows, generatePreferenceRows } from '../../src/rows/generate-preference-rows.ts';
import { parseCall } from '../../src/rows/tools.ts';

const rows = generatePreferenceRows({ count: 200 });

/** Every argument of the call stands in the request, and no other tool would take them. */
function holdsArguments(request: string, answer: string): boolean {
  const call = parseCall(answer);
  return call !== undefined && Object.values(call.args).every((value) => request.includes(value));
}

describe('preference rows', () => {
  it('are half thumbs-up and half thumbs-down', () => {
    expect(rows.filter((row) => row.label)).toHaveLength(100);
    expect(rows.every((row) => typeof row.label === 'boolean')).toBe(true);
  });

  it('have a well-formed call with the arguments of the request under each thumb up', () => {
    for (const { messages, label } of rows) {
      if (label) expect(holdsArguments(messages[0].content, messages[1].content)).toBe(true);
    }
  });

  it('have wrong tools, broken calls and chatter under the thumbs down', () => {
    const bad = rows.filter((row) => !row.label).map((row) => row.messages[1].content);
    const wrongTools = bad.filter((answer) => parseCall(answer) !== undefined).length;
    const broken = bad.filter((answer) => answer.includes('(') && parseCall(answer) === undefined).length;
    expect(wrongTools).toBeGreaterThan(10);
    expect(broken).toBeGreaterThan(10);
    expect(bad.length - wrongTools - broken).toBeGreaterThan(10);
  });

  it('come from a seed, and the held-out ones share no request with them', () => {
    expect(generatePreferenceRows({ count: 200 })).toEqual(rows);
    const known = new Set(rows.map((row) => row.messages[0].content));
    const heldOut = generateHeldOutPreferenceRows({ count: 50 });
    expect(heldOut.filter((row) => known.has(row.messages[0].content))).toEqual([]);
  });
});
