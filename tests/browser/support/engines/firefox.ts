// Firefox, over WebDriver BiDi.
import { launch } from 'puppeteer-core';
import { firstOf, type Browser, type Engine } from './engine.ts';

const executablePath =
  process.env['FIREFOX'] ?? firstOf('/usr/bin/firefox-esr', '/usr/bin/firefox');

export const firefox: Engine = {
  name: 'Firefox',
  missing: executablePath === undefined ? ['firefox-esr'] : [],
  start: async (userDataDir): Promise<Browser> => {
    const browser = await launch({
      browser: 'firefox',
      executablePath: executablePath!,
      headless: true,
      userDataDir,
    });
    return {
      open: async (url) => {
        const page = await browser.newPage();
        await page.goto(url);
        return {
          evaluate: (expression) => page.evaluate(expression),
          reload: async () => {
            await page.reload();
          },
          close: () => page.close(),
        };
      },
      quit: () => browser.close(),
    };
  },
};
