// Draws the icons of the installed app: npm run draw -w web
import { mkdirSync, writeFileSync } from 'node:fs';
import { paint, type Layer } from './painter';
import { encodePng } from './png';
import { both, box, circle, everywhere, ring, type Shape } from './shapes';

const disc = (scale: number): Layer[] => {
  const at = (radius: number): Shape => circle(0.5, 0.5, radius * scale);
  const groove = (radius: number): Shape => ring(0.5, 0.5, radius * scale, 0.012 * scale);
  return [
    { shape: at(0.5), ink: '#5b5045' },
    { shape: at(0.485), ink: '#0b0a09' },
    { shape: groove(0.41), ink: '#3b332b' },
    { shape: groove(0.35), ink: '#3b332b' },
    { shape: groove(0.29), ink: '#3b332b' },
    {
      shape: both(ring(0.5, 0.5, 0.42 * scale, 0.026 * scale), box(0.5, 0, 0.28 * scale, 0.5)),
      ink: '#d8c7ae',
    },
    { shape: at(0.21), ink: '#f2a93b' },
    {
      shape: both(ring(0.5, 0.5, 0.165 * scale, 0.035 * scale), box(0.5, 0, 0.5, 0.5)),
      ink: '#a8621a',
    },
    { shape: at(0.042), ink: '#0b0a09' },
  ];
};

const ground: Layer = { shape: everywhere, ink: '#12100e' };
const folder = new URL('../public/icons/', import.meta.url);
mkdirSync(folder, { recursive: true });

const icons: readonly [name: string, size: number, layers: readonly Layer[]][] = [
  ['icon-192', 192, disc(0.96)],
  ['icon-512', 512, disc(0.96)],
  ['icon-180', 180, [ground, ...disc(0.82)]],
  ['icon-maskable-512', 512, [ground, ...disc(0.72)]],
];
for (const [name, size, layers] of icons)
  writeFileSync(new URL(`${name}.png`, folder), encodePng(paint(layers, size)));
