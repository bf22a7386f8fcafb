import { spawn } from 'node:child_process';

/** How to run a command. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** On Windows npm, pnpm and turbo are batch files, which only a shell starts; it needs quotes around spaces. */
const shell = process.platform === 'win32';
const quoted = (text: string) => (shell && /[\s&()^]/.test(text) ? `"${text}"` : text);

/** Runs a command to its end; one that does not start rejects. */
export function runCommand(
  file: string, args: readonly string[], options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(quoted(file), args.map(quoted), { stdio: ['ignore', 'pipe', 'pipe'], shell, ...options });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { output.stderr += text; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}

/** Runs a command that must succeed; gives what it printed. @throws Error with the end of its output */
export async function mustRun(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runCommand(file, args, options);
  if (code === 0) return stdout;
  const said = `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${said}`);
}
