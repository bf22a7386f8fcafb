import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';

const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });

// #region ensure
const { pythonPath, reused } = await tuner.ensureEnvironment('rtx', {
  onProgress: ({ step, message, done, total }) => console.log(step, message, done, total),
});
// #endregion ensure
console.log(pythonPath, reused);

// #region validate
const report = await tuner.backends.get('rtx').validateEnvironment();
console.log(report.isValid, report.error);
for (const { code, severity, message, fix } of report.findings) console.log(severity, code, message, fix);
console.log(report.probe?.device, report.probe?.versions);
// #endregion validate
