// Draws the covers of the sample catalogue: npm run draw -w web
import { mkdirSync, writeFileSync } from 'node:fs';
import { covers } from './covers';
import { paint } from './painter';
import { encodePng } from './png';

const folder = new URL('../public/images/covers/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, layers] of Object.entries(covers))
  writeFileSync(new URL(`${name}.png`, folder), encodePng(paint(layers, 480)));
