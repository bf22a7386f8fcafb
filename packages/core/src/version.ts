/** The version of `@tuner/core`; held to its package.json by a test. */
export const VERSION = '0.0.0';
