export interface StepResult {
  readonly ok: boolean;
  readonly passed?: number;
  readonly failed?: number;
  readonly earlier?: boolean;
  readonly output?: string;
  readonly skipped?: string;
}

export function skipped(reason: string): StepResult;

export class Steps {
  constructor(options?: { readonly atOnce?: number });
  run(
    name: string,
    work: () => StepResult | undefined | Promise<StepResult | undefined>,
    after?: readonly (Promise<boolean> | undefined)[],
  ): Promise<boolean>;
  get ok(): boolean;
  summary(): string;
}
