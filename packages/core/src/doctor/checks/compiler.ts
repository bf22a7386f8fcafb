import type { DoctorFinding } from '../../contract/doctor.ts';
import { installCommand } from '../install-command.ts';
import type { Machine } from '../machine/machine.ts';
import type { Check } from '../patient.ts';

const COMPILERS = ['cc', 'gcc', 'clang'];

/** Says where the headers of a Python are to be, when they are not there. */
const HEADERS = `
import os, sysconfig
header = os.path.join(sysconfig.get_path("include"), "Python.h")
print("" if os.path.exists(header) else header)
`;

/** Whether there are a C compiler and the headers of Python, where something compiles while it trains: Triton. */
export const compilerCheck: Check = {
  name: 'compiler',
  async run({ machine, targets }) {
    const compiling = targets.filter(({ spec }) => spec.needs?.compiler);
    if (machine.platform !== 'linux' || compiling.length === 0) return [];
    const named = machine.env['CC'];
    const names = named === undefined ? COMPILERS : [named];
    const answers = await Promise.all(names.map((name) => machine.run(name, ['--version'])));
    if (answers.some(({ exitCode }) => exitCode === 0)) return lookForHeaders(machine, compiling[0]?.python);
    const said = (at: number) => answers[at]?.output.trim().split('\n')[0] || 'not there';
    return [{
      code: 'COMPILER_MISSING', severity: 'warning',
      message: 'There is no C compiler: Triton compiles kernels with one while it trains.',
      evidence: names.map((name, at) => `${name} --version: ${said(at)}`),
      fix: 'Install one, with the headers of Python.',
      command: installCommand(machine, { apt: 'build-essential python3-dev', dnf: 'gcc python3-devel' }) ?? '',
    }];
  },
};

async function lookForHeaders(machine: Machine, python: string | undefined): Promise<DoctorFinding[]> {
  if (python === undefined) return [];
  const { output, exitCode } = await machine.run(python, ['-I', '-c', HEADERS]);
  const header = exitCode === 0 ? output.trim() : '';
  if (header === '') return [];
  return [{
    code: 'COMPILER_MISSING', severity: 'warning',
    message: 'The headers of Python are missing: Triton compiles against them while it trains.',
    evidence: [`${header} is not there`], fix: 'Install them.',
    command: installCommand(machine, { apt: 'python3-dev', dnf: 'python3-devel' }) ?? '',
  }];
}
