// Loaded before a program: kills it when it is about to change the disk or start a process for the n-th time.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let left = Number(process.env.CRASH_AT);
const dying = (target, name) => {
  const original = target[name];
  target[name] = (...args) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
};
for (const name of ['mkdir', 'mkdtemp', 'rename', 'writeFile', 'open', 'link', 'rm']) dying(fs.promises, name);
dying(childProcess, 'spawn');
syncBuiltinESMExports();
