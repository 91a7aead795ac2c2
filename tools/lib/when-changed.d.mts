import type { StepResult } from './steps.mjs';

export function whenChanged(
  name: string,
  options: {
    readonly inputs: readonly string[];
    readonly output?: string;
    readonly always?: boolean;
    readonly stamps?: string;
  },
  work: () => StepResult | Promise<StepResult>,
): Promise<StepResult>;
