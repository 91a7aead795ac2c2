#!/usr/bin/env node
// Writes core/type/generated/unicode_tables.inc from the Unicode data files that Debian packages:
//   node tools/unicode/generate.mjs           writes it
//   node tools/unicode/generate.mjs --check   fails when the committed file is not what would be written
// The tables are committed, so that a build needs neither the data nor this program.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withApt } from '../setup/apt.mjs';
import { cacheEntry } from '../setup/cache-entry.mjs';
import { root } from '../setup/paths.mjs';
import { caseTables } from './case-tables.mjs';
import { graphemeTable } from './grapheme-table.mjs';
import { render } from './render.mjs';
import { UnicodeData } from './unicode-data.mjs';

const version = '15.1.0';
const target = join(root, 'core/type/generated/unicode_tables.inc');

const folder = await cacheEntry(
  { name: `unicode-${version}`, announce: `fetching the data files of Unicode ${version}` },
  (into) => withApt(['deb trixie'], (apt) => apt.unpack([`unicode-data=${version}-1`], into)),
);
const data = new UnicodeData(join(folder, 'usr/share/unicode'));
const text = render(version, {
  graphemes: graphemeTable(data),
  spaces: data.ranges('PropList.txt', 'White_Space'),
  ...caseTables(data),
});

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('unicode_tables.inc is not what tools/unicode/generate.mjs writes: run it.');
  process.exit(1);
}
