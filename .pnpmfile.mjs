export const hooks = {
  /** What is for the checkout alone stays out of the package.json that a registry gets. */
  beforePacking(manifest) {
    const { scripts: _scripts, devDependencies: _development, imports: _imports, ...published } = manifest;
    const exports = Object.entries(published.exports).map(([path, target]) => {
      if (typeof target === 'string') return [path, target];
      const { '@tuner/source': _source, ...built } = target;
      return [path, built];
    });
    return { ...published, exports: Object.fromEntries(exports) };
  },
};
