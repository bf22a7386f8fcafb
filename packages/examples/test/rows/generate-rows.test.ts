import { describe, expect, it } from 'vitest';
import { generateHeldOutRequests } from '../../src/rows/generate-requests.ts';
import { generateHeldOutRows, generateRows } from '../../src/rows/generate-rows.ts';
import { formatCall, parseCall, toolNames } from '../../src/rows/tools.ts';

const training = generateRows({ count: 1000 });
const heldOut = generateHeldOutRequests({ count: 20 });
const requests = training.map((row) => row.messages[0].content);
const calls = training.map((row) => parseCall(row.messages[1].content)!);

/** The request with names in place of its arguments. */
function wordingOf(request: string, args: Readonly<Record<string, string>>): string {
  return Object.entries(args).reduce((text, [name, value]) => text.replace(value, `{${name}}`), request);
}

describe('training rows', () => {
  it('are as many as asked for, each a request with one well-formed call', () => {
    expect(training).toHaveLength(1000);
    expect(calls).not.toContain(undefined);
    for (const { messages } of training) expect(messages.map((message) => message.role)).toEqual(['user', 'assistant']);
  });

  it('hold every argument word for word in the request', () => {
    for (const [index, { args }] of calls.entries()) {
      for (const value of Object.values(args)) expect(requests[index]).toContain(value);
    }
  });

  it('use every tool equally often', () => {
    const counts = toolNames.map((tool) => calls.filter((call) => call.tool === tool).length);
    expect(counts).toEqual(toolNames.map(() => 1000 / toolNames.length));
  });

  it('are the same for the same seed, and others for another', () => {
    expect(generateRows({ seed: 5, count: 50 })).toEqual(generateRows({ seed: 5, count: 50 }));
    expect(generateRows({ seed: 5, count: 50 })).not.toEqual(generateRows({ seed: 6, count: 50 }));
  });
});

describe('held-out requests', () => {
  it('hold no argument that a training row holds', () => {
    const seen = new Set(calls.flatMap((call) => Object.values(call.args)));
    const text = requests.join('\n');
    for (const value of heldOut.flatMap((request) => Object.values(request.args))) {
      expect(seen).not.toContain(value);
      expect(text).not.toMatch(new RegExp(`(?<!\\d)${value}\\b`));
    }
  });

  it('are worded like no training row', () => {
    const known = new Set(requests.map((request, index) => wordingOf(request, calls[index]!.args)));
    for (const { request, args } of heldOut) expect(known).not.toContain(wordingOf(request, args));
  });

  it('ask for every tool, each time for something else', () => {
    expect(new Set(heldOut.map((request) => request.tool))).toEqual(new Set(toolNames));
    expect(new Set(heldOut.map((request) => request.request)).size).toBe(20);
  });

  it('have calls that can be read back', () => {
    for (const { tool, args } of heldOut) expect(parseCall(formatCall({ tool, args }))).toEqual({ tool, args });
  });
});

describe('held-out rows', () => {
  it('are of the same kind, and share no argument with the training rows', () => {
    const seen = new Set(calls.flatMap((call) => Object.values(call.args)));
    const rows = generateHeldOutRows({ count: 100 });
    expect(rows).toHaveLength(100);
    for (const { messages } of rows) {
      const values = Object.values(parseCall(messages[1].content)!.args);
      expect(values.filter((value) => seen.has(value))).toEqual([]);
    }
  });
});
