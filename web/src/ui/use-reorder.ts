import { useEffect, useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import { scrollAtEdges } from './scroll-at-edges';

interface Drag {
  readonly from: number;
  readonly to: number;
  /** How far the row was carried, in pixels. */
  readonly by: number;
}

interface Row {
  readonly middle: number;
  readonly height: number;
}

export interface Reorder {
  /** For the list whose children are the rows. */
  readonly list: (element: HTMLElement | null) => void;
  readonly active: boolean;
  readonly isCarried: (row: number) => boolean;
  readonly rowStyle: (row: number) => CSSProperties | undefined;
  /** For the handle that a row is carried by; its style needs `touch-action: none`. */
  readonly handleProps: (row: number) => {
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
}

/**
 * Rows of a list that are carried to another place, by mouse, pen or finger. While one is carried the
 * others make way, and nothing has happened yet; `move` is called when it is put down elsewhere.
 */
export function useReorder(move: (from: number, to: number) => void): Reorder {
  const list = useRef<HTMLElement>(null);
  const rows = useRef<readonly Row[]>([]);
  const start = useRef(0);
  const [drag, setDrag] = useState<Drag>();
  const scroller = useRef<ReturnType<typeof scrollAtEdges>>(undefined);

  const cancel = () => {
    scroller.current?.stop();
    setDrag(undefined);
  };
  const carrying = drag !== undefined;
  useEffect(() => {
    if (!carrying) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && cancel();
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [carrying]);
  useEffect(() => () => scroller.current?.stop(), []);

  const carry = (pageY: number) =>
    setDrag((now) => {
      if (now === undefined) return now;
      const by = pageY - start.current;
      return { ...now, by, to: placeOf(rows.current, now.from, by) };
    });

  return {
    list: (element) => {
      list.current = element;
    },
    active: carrying,
    isCarried: (row) => row === drag?.from,
    rowStyle: (row) => drag && styleOf(rows.current, drag, row),
    handleProps: (row) => ({
      onPointerDown: (event) => {
        if (event.button !== 0 || !list.current) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        rows.current = [...list.current.children].map(measure);
        start.current = event.pageY;
        scroller.current = scrollAtEdges(carry);
        setDrag({ from: row, to: row, by: 0 });
      },
      onPointerMove: (event) => {
        if (!drag) return;
        scroller.current?.at(event.clientY);
        carry(event.pageY);
      },
      onPointerUp: () => {
        if (drag && drag.to !== drag.from) move(drag.from, drag.to);
        cancel();
      },
      onPointerCancel: cancel,
    }),
  };
}

function measure(element: Element): Row {
  const { top, height } = element.getBoundingClientRect();
  return { middle: top + height / 2, height };
}

/** Where the row comes to stand: behind all others whose middle it has passed. */
function placeOf(rows: readonly Row[], from: number, by: number): number {
  const middle = rows[from]!.middle + by;
  return rows.filter((row, index) => index !== from && row.middle < middle).length;
}

function styleOf(rows: readonly Row[], { from, to, by }: Drag, row: number): CSSProperties {
  if (row === from) return { translate: `0 ${by}px` };
  const step = stepOf(rows, from);
  if (row > from && row <= to) return { translate: `0 ${-step}px` };
  if (row < from && row >= to) return { translate: `0 ${step}px` };
  return { translate: '0 0' };
}

/** The height of the row that is carried, with the gap to the next. */
function stepOf(rows: readonly Row[], from: number): number {
  const { middle, height } = rows[from]!;
  const next = rows[from + 1] ?? rows[from - 1];
  if (!next) return height;
  return Math.abs(next.middle - middle) - next.height / 2 + height / 2;
}
