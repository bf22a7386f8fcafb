import { describe, expect, it } from 'vitest';
import { generateHeldOutRequests, generateHeldOutRows, generateRows, toJsonLines } from '../../src/rows/generate-rows.ts';
import { formatCall, parseCall, toolNames } from '../../src/rows/tools.ts';

const training = generateRows({ count: 1000 });
const heldOut = generateHeldOutRequests({ count: 20 });
const requests = training.map((row) => row.messages[0].content);
const answers = training.map((row) => parseCall(row.messages[1].content));

describe('training rows', () => {
  it('are as many as asked for, each a request with one well-formed call', () => {
    expect(training).toHaveLength(1000);
    expect(answers).not.toContain(undefined);
    expect(training.map((row) => row.messages.map((message) => message.role).join())).toEqual(Array(1000).fill('user,assistant'));
  });

  it('hold every argument word for word in the request', () => {
    for (const [index, answer] of answers.entries()) {
      for (const value of Object.values(answer!.args)) expect(requests[index]).toContain(value);
    }
  });

  it('use every tool about equally often', () => {
    for (const tool of toolNames) {
      const share = answers.filter((answer) => answer?.tool === tool).length / training.length;
      expect(share).toBeCloseTo(1 / toolNames.length, 1);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    expect(generateRows({ seed: 5, count: 50 })).toEqual(generateRows({ seed: 5, count: 50 }));
    expect(generateRows({ seed: 5, count: 50 })).not.toEqual(generateRows({ seed: 6, count: 50 }));
  });

  it('become one JSON document a line', () => {
    const lines = toJsonLines(training.slice(0, 3)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(training.slice(0, 3));
  });
});

describe('held-out requests', () => {
  it('name arguments that stand in no training row', () => {
    const seen = training.flatMap((row) => row.messages.map((message) => message.content)).join('\n');
    for (const { args } of heldOut) for (const value of Object.values(args)) expect(seen).not.toContain(`"${value}"`);
  });

  it('are worded like no training row', () => {
    const wording = (request: string, args: Readonly<Record<string, string>>): string =>
      Object.entries(args).reduce((text, [name, value]) => text.replace(value, `{${name}}`), request);
    const known = new Set(requests.map((request, index) => wording(request, answers[index]!.args)));
    for (const { request, args } of heldOut) expect(known).not.toContain(wording(request, args));
  });

  it('ask for every tool, each time for something else', () => {
    expect(new Set(heldOut.map((request) => request.tool)).size).toBe(toolNames.length);
    expect(new Set(heldOut.map((request) => request.request)).size).toBe(20);
  });

  it('differ from the held-out rows', () => {
    const rows = generateHeldOutRows({ count: 100 }).map((row) => row.messages[0].content);
    expect(heldOut.filter((request) => rows.includes(request.request)).length).toBeLessThan(5);
    expect(parseCall(generateHeldOutRows({ count: 1 })[0]!.messages[1].content)).toBeDefined();
  });

  it('read back what is written', () => {
    for (const request of heldOut) expect(parseCall(formatCall(request))).toEqual({ tool: request.tool, args: request.args });
  });
});
