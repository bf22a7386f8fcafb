import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runExample, startExample } from './support/start-example.ts';

// The programs themselves, as a person runs them: real trainings of the tiny model. Each ends with 1 when its own check
// fails.
describe('each example does what it promises:', { timeout: 240_000 }, () => {
  test('kto-from-feedback', async () => {
    const { code, output } = await runExample('kto-from-feedback');
    expect(output).toMatch(/Learning from 96 thumbs/);
    const [, before, after] = /held-out rows: (\S+) before, (\S+) after/.exec(output) ?? [];
    expect(Number(before)).toBeCloseTo(0, 1);
    expect(Number(after)).toBeGreaterThan(0.5);
    expect(code, output).toBe(0);
  });

  test('either-backend picks what is there, and says why the others are not', async () => {
    const { code, output } = await runExample('either-backend');
    expect(output).toMatch(/✓ (NVIDIA GPU|Apple silicon|CPU, with PyTorch)\n/);
    expect(output).toMatch(/(rtx|mac): succeeded, loss 6\.\d\d before, [0-4]\.\d\d after/);
    if (process.platform !== 'darwin') expect(output).toMatch(/✗ Apple silicon: .*Metal needs a Mac|✓ NVIDIA GPU/);
    expect(code, output).toBe(0);
  });

  test('abort', async () => {
    const { code, output } = await runExample('abort');
    expect(output).toMatch(/Aborted before it began: .*nothing was started/);
    const [, status, step] = /The run was (\w+); its newest checkpoint is of step (\d+)/.exec(output) ?? [];
    expect(status).toBe('stopped');
    expect(Number(step)).toBeGreaterThanOrEqual(5);
    expect(code, output).toBe(0);
  });

  test('reopen-run', async () => {
    const { code, output } = await runExample('reopen-run');
    expect(output).toMatch(/sft-\w{6} {2}succeeded/);
    expect(output).toMatch(/rtx sft of builtin:tiny/);
    expect(output.match(/checkpoint of step (12|24)/g)).toHaveLength(2);
    expect(code, output).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('progress-bar redraws one line, within the width of the terminal', async () => {
    // Python's pty gives the program a terminal, 60 columns wide.
    const terminal = ['python3', '-c', 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)', 'sh', '-c', 'stty cols 60; exec "$@"', 'sh'];
    const { code, output } = await startExample(['progress-bar'], terminal).ended;
    const drawn = output.split('\r\u001b[2K').slice(1).map((line) => line.split('\r\n')[0] ?? '');
    expect(drawn.length).toBeGreaterThan(24);
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThan(60);
    expect(drawn.at(-1)).toMatch(/█{28} 100% {2}step 24\/24/);
    expect(output).toMatch(/succeeded: held-out loss 6\.\d\d before, [0-4]\.\d\d after/);
    expect(code, output).toBe(0);
  });
});

describe('npm run example', () => {
  const source = new URL('../src/', import.meta.url);
  const isProgram = (name: string) => /^await checked\(/m.test(readFileSync(new URL(name, source), 'utf8'));
  const files = readdirSync(source).filter((name) => name.endsWith('.ts'));

  test('lists every program that checks itself, and nothing that is not there', async () => {
    const { code, output } = await runExample();
    const listed = [...output.matchAll(/^ {2}(\S+) {2,}\S/gm)].map(([, name]) => `${name}.ts`);
    expect(listed).toEqual(expect.arrayContaining(files.filter(isProgram)));
    expect(listed.filter((name) => !existsSync(new URL(name, source)))).toEqual([]);
    expect(code).toBe(1);
  });
  test('an example that finds its result wrong ends with 1', () => {
    const program = `import { checked } from './src/say.ts'; await checked(async () => false, 'It is not right.');`;
    const args = ['--conditions=@tuner/source', '--input-type=module', '-e', program];
    const call = () => execFileSync(process.execPath, args, { cwd: new URL('..', import.meta.url), encoding: 'utf8' });
    expect(call).toThrow(expect.objectContaining({ status: 1, stdout: 'It is not right.\n' }));
  });
});
