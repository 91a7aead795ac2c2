// The scenarios in Firefox and WebKit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { engines } from '../browser/support/engines/all.ts';
import { opened, started } from '../browser/support/engines/started.ts';
import { type SuitesSite, serveSuites } from '../browser/support/engines/suites_site.ts';
import { scenarios } from './scenarios.ts';

let site: SuitesSite;
before(async () => {
  site = await serveSuites();
});
after(() => site.close());

for (const { engine, name, skip } of engines)
  test(`${name} does what the scenarios say`, { skip }, async (t) => {
    const browser = await started(t, engine);
    const tab = await opened(browser, site.scenarios, 'scenarios');
    for (const scenario of scenarios)
      await t.test(scenario.name, async () => {
        const wrong = await tab.evaluate(`scenarios.run(${JSON.stringify(scenario.name)})`);
        assert.equal(wrong, null);
      });
  });
