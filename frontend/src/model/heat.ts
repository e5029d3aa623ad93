/** Steps of the one heat ramp; 0 is an empty cell without a fill. */
export type HeatStep = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const STEPS = 6;

/** The step of a quantity: equal steps of its square root up to that of the largest. */
export function heatStep(value: number, largest: number): HeatStep {
  if (!(value > 0) || !(largest > 0)) return 0;
  const step = Math.ceil(Math.sqrt(Math.min(1, value / largest)) * STEPS);
  return Math.min(STEPS, Math.max(1, step)) as HeatStep;
}
