import { sampleKeys } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `evaluation`: what the model is asked before and after. */
export const evaluationSection = z.strictObject(sampleKeys).prefault({});
