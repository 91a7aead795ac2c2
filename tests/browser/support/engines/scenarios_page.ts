// The page that runs the scenarios: what is called from outside is on `scenarios`.
import { openOverChannel } from '../../../conformance/over_channel.ts';
import { runScenario } from '../../../conformance/scenario.ts';
import { scenarios } from '../../../conformance/scenarios.ts';

Object.assign(globalThis, {
  scenarios: {
    names: scenarios.map(({ name }) => name),
    /** What went wrong; `null` if nothing did. */
    run: async (name: string): Promise<string | null> => {
      const scenario = scenarios.find((each) => each.name === name)!;
      return runScenario(scenario, openOverChannel).then(
        () => null,
        (error: unknown) =>
          error instanceof Error ? `${error.message}\n${error.stack}` : String(error),
      );
    },
  },
});
