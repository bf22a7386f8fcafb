import { healthKeys } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `health`: what is done when something goes wrong while a training goes on. */
export const healthSection = z.strictObject(healthKeys).prefault({});
