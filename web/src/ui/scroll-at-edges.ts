const edge = 72;
const fastest = 14;

/** Scrolls the page while something is carried near the upper or lower edge of the window. */
export function scrollAtEdges(onScroll: (pageY: number) => void): {
  /** Where the pointer is, in the window. */
  at: (clientY: number) => void;
  stop: () => void;
} {
  let pointer: number | undefined;
  let frame = requestAnimationFrame(step);
  function step() {
    frame = requestAnimationFrame(step);
    if (pointer === undefined) return;
    const before = scrollY;
    scrollBy(0, speedAt(pointer));
    if (scrollY !== before) onScroll(pointer + scrollY);
  }
  return {
    at: (clientY) => {
      pointer = clientY;
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

function speedAt(clientY: number): number {
  if (clientY < edge) return -fastest * (1 - Math.max(0, clientY) / edge);
  const below = innerHeight - clientY;
  return below < edge ? fastest * (1 - Math.max(0, below) / edge) : 0;
}
