import type { RunProgress } from '@tuner/core/contract';

const WIDTH = 28;

/** A run's progress as one line of text: bar, step, loss, tokens/s, ETA. */
export function progressLine(progress: RunProgress): string {
  const { step, totalSteps, loss, tokensPerSecond, etaSeconds } = progress;
  if (totalSteps === 0) return `  ${(progress.phase || progress.status).replaceAll('_', ' ')} …`;
  const parts = [
    `${bar(progress.fraction)} ${String(Math.floor(progress.fraction * 100)).padStart(3)}%`,
    `step ${step}/${totalSteps}`,
    loss === null ? undefined : `loss ${loss.toFixed(3)}`,
    tokensPerSecond === null ? undefined : `${Math.round(tokensPerSecond).toLocaleString('en-US')} tok/s`,
    etaSeconds === null ? undefined : `ETA ${duration(etaSeconds)}`,
  ];
  return `  ${parts.filter((part) => part !== undefined).join('  ')}`;
}

function bar(fraction: number): string {
  const filled = Math.round(fraction * WIDTH);
  return '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
}

/** `75` as `1m15s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, '0')}s`;
}
