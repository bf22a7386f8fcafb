/** Whether a version such as `550.54.14` is older than another, such as `580`. */
export function isOlder(version: string, oldest: string): boolean {
  const [found, wanted] = [version, oldest].map((text) => text.split('.').map(Number));
  for (const [at, number] of (wanted ?? []).entries()) {
    const difference = (found?.[at] ?? 0) - number;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
