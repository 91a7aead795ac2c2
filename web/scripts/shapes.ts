/** Whether a point of the unit square, origin at the top left, lies inside. */
export type Shape = (x: number, y: number) => boolean;

export const everywhere: Shape = () => true;

export const circle =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;

export const ring = (cx: number, cy: number, radius: number, width: number): Shape =>
  without(circle(cx, cy, radius), circle(cx, cy, radius - width));

export const box =
  (left: number, top: number, width: number, height: number): Shape =>
  (x, y) =>
    x >= left && x < left + width && y >= top && y < top + height;

export const below =
  (line: (x: number) => number): Shape =>
  (x, y) =>
    y > line(x);

export const both =
  (one: Shape, other: Shape): Shape =>
  (x, y) =>
    one(x, y) && other(x, y);

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

/** Turned clockwise about a point, by parts of a full turn. */
export function turned(shape: Shape, turn: number, cx = 0.5, cy = 0.5): Shape {
  const cosine = Math.cos(-turn * 2 * Math.PI);
  const sine = Math.sin(-turn * 2 * Math.PI);
  return (x, y) =>
    shape(cx + (x - cx) * cosine - (y - cy) * sine, cy + (x - cx) * sine + (y - cy) * cosine);
}

export function polygon(...points: readonly (readonly [number, number])[]): Shape {
  return (x, y) => {
    let inside = false;
    points.forEach(([x1, y1], index) => {
      const [x2, y2] = points[(index + 1) % points.length]!;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    });
    return inside;
  };
}

/** A line with round ends through the points. */
export function stroke(points: readonly (readonly [number, number])[], width: number): Shape {
  const reach = (width / 2) ** 2;
  return (x, y) =>
    points.some(([x1, y1], index) => {
      const [x2, y2] = points[Math.min(index + 1, points.length - 1)]!;
      const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
      const along = length && ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length;
      const t = Math.max(0, Math.min(1, along));
      return (x - x1 - t * (x2 - x1)) ** 2 + (y - y1 - t * (y2 - y1)) ** 2 < reach;
    });
}

export const many = <T>(items: readonly T[], shape: (item: T, index: number) => Shape): Shape =>
  either(...items.map(shape));

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
