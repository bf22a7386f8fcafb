import { defineConfig } from 'vitest/config';

const project = (name: string) => ({
  extends: true as const,
  test: { name, include: [`packages/${name}/test/**/*.test.ts`] },
});

export default defineConfig({
  resolve: { conditions: ['@tuner/source'] },
  ssr: { resolve: { conditions: ['@tuner/source'] } },
  test: {
    projects: ['core', 'backend-rtx', 'examples'].map(project),
    setupFiles: ['scripts/test-home.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env['TUNER_TEST_REPORT'] ? ['dot', ['json', { outputFile: process.env['TUNER_TEST_REPORT'] }]] : ['default'],
  },
});
