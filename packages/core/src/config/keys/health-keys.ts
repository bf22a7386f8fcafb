import * as z from 'zod';

const action = z.enum(['off', 'event', 'stop', 'fail']).default('event');

/** The keys of `health`: what is done when a rule of that name speaks while a training goes on. */
export const healthKeys = {
  zero_gradient: action.default('fail').describe('The gradient is exactly zero over ten steps: nothing is learned.'),
  loss_spike: action.describe('The loss jumps to three times its median, far outside its spread.'),
  loss_flat: action.describe('SFT: after 30 measurements the loss is where it was at first.'),
  evaluation_rising: action.describe('The held-out loss rose three times in a row, 5 % above its best.'),
  kto_margin_flat: action.describe('KTO: after 100 steps good answers are not preferred.'),
  kto_kl_high: action.describe('KTO: beta times KL is above 5, so that good answers are hardly learned any more.'),
  throughput_collapse: action.describe('Tokens a second stay below a quarter of their median for 30 seconds.'),
  memory_near_limit: action.describe('Less than 5 % of the machine\'s memory is left.'),
  disk_low: action.describe('After a checkpoint the disk has room for less than two more.'),
};
