/** Bytes for a reader, in decimal units as disks and cards have them: `4.1 GB`, `730 MB`. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? '−' : '';
  if (size >= 1e9) return `${sign}${(size / 1e9).toFixed(size >= 1e11 ? 0 : 1)} GB`;
  if (size >= 1e6) return `${sign}${Math.round(size / 1e6)} MB`;
  return `${sign}${Math.round(size / 1e3)} kB`;
}
