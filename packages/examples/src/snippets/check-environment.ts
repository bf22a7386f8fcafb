import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, formatDoctor } from '@tuner/core';

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

// #region doctor
const diagnosis = await tuner.doctor({ backend: 'rtx' });
console.log(diagnosis.isHealthy, diagnosis.findings.map(({ code, severity, command }) => [severity, code, command]));
console.log(formatDoctor(diagnosis));
// #endregion doctor

// #region list
for (const { id, backend, python, sizeBytes, state, usedBy } of await tuner.environments.list()) {
  console.log(id, backend, python, sizeBytes, state, usedBy);
}
// #endregion list
