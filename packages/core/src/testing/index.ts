export { backendContract } from './backend-contract.ts';
export type { ContractCheck, ContractOptions } from './backend-contract.ts';
export { fakeBackend } from './fake-backend.ts';
export type { FakeSettings, FakeTypes } from './fake-backend.ts';
export { fakeExecutor } from './fake-executor.ts';
export { fakeTraining } from './fake-trainer.ts';
export type { FakeEnding, FakeScript, FakeTrainer } from './fake-trainer.ts';
