import { defineConfig } from 'vitest/config';

const project = (name: string, include = `packages/${name}/test/**/*.test.ts`) => ({
  extends: true as const,
  test: { name, include: [include] },
});

export default defineConfig({
  resolve: { conditions: ['@tuner/source'] },
  ssr: { resolve: { conditions: ['@tuner/source'] } },
  test: {
    projects: [project('core'), project('backend-rtx'), project('backend-mac'), project('examples'), project('scripts', '{scripts,faults}/**/*.test.{mjs,ts}')],
    setupFiles: ['scripts/test-home.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env['TUNER_TEST_REPORT'] ? ['dot', ['json', { outputFile: process.env['TUNER_TEST_REPORT'] }]] : ['default'],
  },
});
