import { expect, test } from 'vitest';
import { axis, chartShapes, type Shape } from '../src/loss-page/page/chart.ts';

test.each([
  [0, 36, 8, [0, 5, 10, 15, 20, 25, 30, 35, 40]],
  [0, 6.1, 6, [0, 2, 4, 6, 8]],
  [0, 0.0031, 6, [0, 0.001, 0.002, 0.003, 0.004]],
  [-0.4, 1, 6, [-0.5, 0, 0.5, 1]],
  [0, 1000, 8, [0, 200, 400, 600, 800, 1000]],
])('an axis from %f to %f has round ticks', (from, to, count, ticks) => {
  expect(axis(from, to, count).ticks).toEqual(ticks);
});

const numbers = (shape: Shape | undefined) => [...String(shape?.[1]['d']).matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test('a falling loss is a line that falls from left to right, within the frame', () => {
  const training = [3, 2, 1].map((value, index) => ({ step: index + 1, value }));
  const path = numbers(chartShapes({ training, heldOut: [], totalSteps: 4 }).find(([name]) => name === 'path'));
  expect(path).toHaveLength(3);
  expect(path.map(([x]) => x)).toEqual(path.map(([x]) => x).sort((a, b) => (a ?? 0) - (b ?? 0)));
  expect(path.map(([, y]) => y)).toEqual(path.map(([, y]) => y).sort((a, b) => (a ?? 0) - (b ?? 0)));
  for (const [x = 0, y = 0] of path) expect(x >= 58 && x <= 784 && y >= 14 && y <= 330).toBe(true);
});

test('nothing yet is a frame with axes, and no NaN', () => {
  const shapes = chartShapes({ training: [], heldOut: [], totalSteps: 0 });
  expect(shapes.filter(([name]) => name === 'path' || name === 'circle')).toEqual([]);
  expect(shapes.filter(([, , text]) => text === 'step' || text === 'loss')).toHaveLength(2);
  expect(JSON.stringify(shapes)).not.toMatch(/null|NaN/);
});
