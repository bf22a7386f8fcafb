/** Whether the tests run as root, which some faults need: mounts, namespaces, memory limits, another user. */
export const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
