import { both, box, either, stroke, type Shape } from './shapes';

/** Capitals as strokes on a grid of 4 by 6: pairs of digits are points, spaces lift the pen. */
const glyphs: Readonly<Record<string, string>> = {
  A: '062046 1434',
  B: '06003041423303 3344453606',
  C: '4130100105163645',
  D: '06003041453606',
  E: '40000646 0333',
  F: '400006 0333',
  G: '41301001051636454323',
  H: '0006 4046 0343',
  I: '0006',
  J: '4045361605',
  K: '0006 400346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110 3446',
  R: '06003041423303 2346',
  S: '413010010213334445361605',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  '/': '4006',
  '!': '0004 0506',
};

const gap = 1.9;
const spaceWidth = 2.2;

/** Words in capitals; `left` and `top` are the first letter's corner, `height` is a capital's. */
export function lettering(text: string, left: number, top: number, height: number): Shape {
  const unit = height / 6;
  const shapes: Shape[] = [];
  let x = left;
  for (const letter of text.toUpperCase()) {
    const strokes = (glyphs[letter] ?? '').split(' ').filter(Boolean).map(pointsOf);
    const width = Math.max(0, ...strokes.flat().map(([column]) => column));
    const from = x;
    const lines = strokes.map((points) =>
      stroke(
        points.map(([column, row]) => [from + column * unit, top + row * unit] as const),
        unit * 0.95,
      ),
    );
    if (lines.length > 0)
      shapes.push(
        both(box(from - unit, top - unit, (width + 2) * unit, 8 * unit), either(...lines)),
      );
    x += (lines.length > 0 ? width + gap : spaceWidth) * unit;
  }
  return both(box(left - unit, top - unit, x - left + 2 * unit, 8 * unit), either(...shapes));
}

function pointsOf(digits: string): (readonly [number, number])[] {
  return (digits.match(/../g) ?? []).map((pair) => [Number(pair[0]), Number(pair[1])] as const);
}
